// Signing in by another service: a real OpenID Connect provider (npm oidc-provider) on this computer, and its answers
// changed on the way where they must be refused. The provider is at 127.0.0.1 and we at localhost: two sites for
// Chromium. All persons are invented.
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { finish, invited, launch, register, serve, test } from './browser.mjs';

const tools = process.env.NODE_TOOLS;
const load = path => import(pathToFileURL(join(tools, path)));
const { default: Provider } = await load('oidc-provider/lib/index.js');
const jose = await load('jose/dist/webapi/index.js');

const PEOPLE = {
	ann: { email: 'Ann@Example.org', email_verified: true },
	bob: { email: 'bob@example.org', email_verified: true },
	cyd: { email: 'cyd@example.org', email_verified: false },
	dan: { email: 'ann@example.org', email_verified: true }, // has ann's address after her
};
let who = 'ann'; // sits at the provider's keyboard
let change = null; // of the claims of the next ID token
let header = null; // and of its header
let signedBy = null; // another key
let held = null; // the last step of the way is kept here, and not taken

const made = {};
for (const alg of ['RS256', 'ES256']) {
	made[alg] = await jose.generateKeyPair(alg, { extractable: true });
	made[alg].jwk = { ...await jose.exportJWK(made[alg].privateKey), kid: alg, alg, use: 'sig' };
}
const stranger = await jose.generateKeyPair('RS256');

const kept = register();
const secretFile = join(kept.folder, 'oidc.secret');
const SECRET = 'a secret: of the client, with + and %';
writeFileSync(secretFile, SECRET + '\n');

// A port that is free before either knows of the other.
const listening = () => new Promise(resolve => {
	const http = createServer();
	http.listen(0, '127.0.0.1', () => resolve(http));
});
const http = await listening();
const issuer = `http://127.0.0.1:${http.address().port}`;
const server = await serve(kept, { PARAPH_OIDC_ISSUER: issuer, PARAPH_OIDC_CLIENT: 'paraph:test', PARAPH_OIDC_SECRET: secretFile });
const base = server.base.replace('127.0.0.1', 'localhost');

// The claims of the ID token, signed anew.
async function changed(token) {
	const old = jose.decodeProtectedHeader(token);
	const claims = { ...jose.decodeJwt(token), ...change };
	for (const name of Object.keys(claims))
		if (claims[name] === undefined)
			delete claims[name];
	if (header?.alg === 'none')
		return `${jose.base64url.encode('{"alg":"none"}')}.${jose.base64url.encode(JSON.stringify(claims))}.`;
	if (header?.alg === 'HS256')
		return new jose.SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(SECRET));
	return new jose.SignJWT(claims).setProtectedHeader({ ...old, ...header })
		.sign(signedBy ?? made[header?.alg ?? old.alg].privateKey);
}

const provider = new Provider(issuer, {
	clients: [{ client_id: 'paraph:test', client_secret: SECRET, redirect_uris: [base + '/account/oidc/back'],
		response_types: ['code'], grant_types: ['authorization_code'], id_token_signed_response_alg: 'RS256' }],
	jwks: { keys: [made.RS256.jwk, made.ES256.jwk] },
	cookies: { keys: ['some words'] },
	claims: { openid: ['sub'], email: ['email', 'email_verified'] },
	pkce: { required: () => true },
	features: { devInteractions: { enabled: false } },
	interactions: { url: (ctx, interaction) => '/at/' + interaction.uid },
	findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
	renderError: (ctx, out) => { ctx.body = JSON.stringify(out); },
});
const asked = [];
provider.use(async (ctx, next) => {
	asked.push(ctx.path);
	await next();
	if (ctx.path === '/token' && ctx.body?.id_token && (change || header || signedBy))
		ctx.body.id_token = await changed(ctx.body.id_token);
	if (held !== null && ctx.response.get('Location').startsWith(base)) {
		held = ctx.response.get('Location');
		ctx.remove('Location');
		[ctx.status, ctx.body] = [200, 'held'];
	}
});
const answer = provider.callback();
http.on('request', async (request, reply) => {
	if (!request.url.startsWith('/at/'))
		return answer(request, reply);
	if (who === 'nobody')
		return provider.interactionFinished(request, reply, { error: 'access_denied' });
	const { params } = await provider.interactionDetails(request, reply);
	const grant = new provider.Grant({ accountId: who, clientId: params.client_id });
	grant.addOIDCScope('openid email');
	return provider.interactionFinished(request, reply, { login: { accountId: who, remember: false },
		consent: { grantId: await grant.save() } });
});

const browser = await launch();
const context = await browser.newContext();
const page = await context.newPage();
const at = () => new URL(page.url()).pathname;

// From our page to the provider and back. Where it ended, and what is said there.
async function signIn(as, wrong = {}) {
	({ change = null, header = null, signedBy = null } = wrong);
	who = as;
	await context.clearCookies();
	await page.goto(base + '/account/oidc');
	change = header = signedBy = null;
	return { at: at(), said: await page.locator('#said').count() ? await page.innerText('#said') : '' };
}

async function good() {
	invited(kept, 'ann@example.org', 'administrator', '--name', 'A. Nn');
	await page.goto(base + '/account/sign-in');
	await page.getByRole('link', { name: '127.0.0.1' }).click();
	await page.waitForURL(base + '/accounts');
	test('who was invited comes in by the other service', at() === '/accounts', page.url());
	const events = kept.paraph('account', 'show', 'ann@example.org');
	test('bound at the first time, and the account says by what they came', /bound/.test(events) && /oidc/.test(events), events);
	const cookies = await context.cookies();
	test('the cookie of the way is gone, that of the session is there', !cookies.some(c => c.name === 'paraph-oidc') &&
		cookies.some(c => c.name === 'paraph-session' && c.httpOnly), JSON.stringify(cookies));
	PEOPLE.ann.email = 'ann.else@example.org';
	test('then by who it is, whatever the address', (await signIn('ann')).at === '/accounts');
	const before = asked.filter(path => path === '/jwks').length;
	test('what the service says of itself is kept', before === 1, asked.join(' '));
	test('keys on an elliptic curve as well', (await signIn('ann', { header: { alg: 'ES256', kid: 'ES256' } })).at === '/accounts');
	invited(kept, 'bob@example.org', 'focal-point', '--state', 'LAO');
	test('a focal point too', (await signIn('bob')).at.startsWith('/') && /focal-point:LAO/.test(
		await page.goto(base + '/account').then(() => page.innerText('main'))));
}

async function refused() {
	const accounts = kept.paraph('account', 'list');
	invited(kept, 'cyd@example.org', 'administrator');
	const now = Math.floor(Date.now() / 1000);
	for (const [name, as, wrong, says] of [
		['an address that the service did not verify', 'cyd', {}, /No account/],
		['somebody who has the address of another after them', 'dan', {}, /No account/],
		['who does not go on there', 'nobody', {}, /did not sign you in/],
		['a wrong nonce', 'ann', { change: { nonce: '0'.repeat(64) } }, /did not sign you in/],
		['no nonce', 'ann', { change: { nonce: undefined } }, /did not sign you in/],
		['another audience', 'ann', { change: { aud: 'another' } }, /did not sign you in/],
		['an audience among others, for another', 'ann', { change: { aud: ['paraph:test', 'another'], azp: 'another' } },
			/did not sign you in/],
		['another issuer', 'ann', { change: { iss: 'https://evil.example' } }, /did not sign you in/],
		['a token that has expired', 'ann', { change: { exp: now - 120 } }, /did not sign you in/],
		['a token of an hour ago', 'ann', { change: { iat: now - 3600 } }, /did not sign you in/],
		['a token of tomorrow', 'ann', { change: { iat: now + 86400, exp: now + 90000 } }, /did not sign you in/],
		['another\'s key', 'ann', { signedBy: stranger.privateKey }, /did not sign you in/],
		['no signature', 'ann', { header: { alg: 'none' } }, /did not sign you in/],
		['our own secret as the key', 'ann', { header: { alg: 'HS256', kid: 'RS256' } }, /did not sign you in/],
		['a key that the service does not name', 'ann', { header: { kid: 'nowhere' } }, /did not sign you in/],
		['a token for somebody else than the address', 'ann', { change: { sub: 'eve' } }, /did not sign you in/],
	]) {
		const got = await signIn(as, wrong);
		test(`refused: ${name}`, got.at === '/account/oidc/back' && says.test(got.said) &&
			!(await context.cookies()).some(c => c.name === 'paraph-session'), JSON.stringify(got));
	}
	who = 'eve';
	PEOPLE.eve = { email: 'eve@example.org', email_verified: true };
	test('who was not invited: no account, and none is made', /No account/.test((await signIn('eve')).said) &&
		!kept.paraph('account', 'list').includes('eve@') && accounts.includes('bob@'), kept.paraph('account', 'list'));
}

// The answer to one browser, once.
async function bound() {
	const step = async () => {
		await context.clearCookies();
		held = '';
		await page.goto(base + '/account/oidc');
		const to = held;
		held = null;
		return to;
	};
	who = 'ann';
	let back = await step();
	test('the way goes over a state, and comes back with the name of the service', /[?&]state=[0-9a-f]{64}/.test(back) &&
		back.includes('iss=' + encodeURIComponent(issuer)), back);
	const cookie = (await context.cookies()).find(c => c.name === 'paraph-oidc');
	test('the cookie of the way: for this site, ten minutes, no script', cookie?.httpOnly && cookie.sameSite === 'Lax' &&
		cookie.expires < Date.now() / 1000 + 601, JSON.stringify(cookie));
	const other = await browser.newContext();
	test('another browser is not let in by it', (await other.request.get(back)).status() === 403);
	await other.close();
	back = await step();
	test('a state that is none: no', (await page.goto(back.replace(/state=[0-9a-f]{64}/, 'state=' + '0'.repeat(64))))
		.status() === 403);
	back = await step();
	test('another service in its place: no', (await page.goto(back.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Fevil.example')))
		.status() === 403);
	back = await step();
	const way = await context.cookies();
	await page.goto(back);
	test('as it is: yes', at() === '/accounts', page.url());
	await context.clearCookies();
	await context.addCookies(way);
	test('once', (await page.goto(back)).status() === 403);
}

try {
	await good();
	await refused();
	await bound();
} finally {
	await browser.close();
	http.closeAllConnections();
	http.close();
	test('the server ends well', await server.stop() === 0);
}
finish();
