import { createHmac, timingSafeEqual } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isRecord } from '../../contract/value-rules';
import type { Viewer } from '../viewer';
import type { SignIn } from './sign-in';

const cookieName = 'reversals_demo_person';
const cookie = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

/** Believes whoever says who they are, and remembers it in a cookie that only this console can have made. */
export function demoSignIn(key: Buffer): SignIn {
  return {
    viewerOf: (context) => Promise.resolve(readCookie(getCookie(context, cookieName) ?? '', key)),
    demo: {
      open: (context, viewer) => {
        const content = Buffer.from(JSON.stringify(viewer)).toString('base64url');
        setCookie(context, cookieName, `${content}.${seal(content, key)}`, cookie);
      },
      close: (context) => {
        deleteCookie(context, cookieName, cookie);
      },
    },
  };
}

function readCookie(value: string, key: Buffer): Viewer | null {
  const [content = '', told = ''] = value.split('.');
  const wanted = Buffer.from(seal(content, key));
  const given = Buffer.from(told);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
  const viewer: unknown = JSON.parse(Buffer.from(content, 'base64url').toString('utf8'));
  // Nobody else has the key, so that it is what was put in.
  return isRecord(viewer) ? (viewer as unknown as Viewer) : null;
}

function seal(content: string, key: Buffer): string {
  return createHmac('sha256', key).update(`person ${content}`).digest('base64url');
}
