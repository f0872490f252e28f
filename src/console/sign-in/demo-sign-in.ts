import { createHmac, timingSafeEqual } from 'node:crypto';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isRecord } from '../../contract/value-rules';
import type { Viewer } from '../viewer';
import type { SignIn } from './sign-in';

const cookieName = 'reversals_demo_person';
const cookie = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

/** Accepts any name without verification, and keeps it in a cookie that this console has signed. Development only. */
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
  const [content = '', signature = ''] = value.split('.');
  const wanted = Buffer.from(seal(content, key));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
  const viewer: unknown = JSON.parse(Buffer.from(content, 'base64url').toString('utf8'));
  // The signature is right, so the content is what `open` wrote.
  return isRecord(viewer) ? (viewer as unknown as Viewer) : null;
}

function seal(content: string, key: Buffer): string {
  return createHmac('sha256', key).update(`person ${content}`).digest('base64url');
}
