import { stopSharedServer } from './shared-server';

export = stopSharedServer;
