// Passkeys in Chromium, with its own authenticator in place of a device (WebAuthn of the DevTools protocol):
// registered, signed in with, refused where anything of it is not right, removed. All persons are invented.
import { finish, invited, launch, opened, register, serve, test } from './browser.mjs';
import { looked, WIDTHS } from './looks.mjs';

const b64 = text => Buffer.from(text).toString('base64url');
const KEYS = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
	automaticPresenceSimulation: true };

const kept = register();
const server = await serve(kept);
const base = server.base.replace('127.0.0.1', 'localhost'); // a name: browsers make no passkey for a number
const browser = await launch();
const context = await browser.newContext();
const page = await context.newPage();
const wrong = [];
page.on('console', m => m.type() === 'error' && !/status of 40\d/.test(m.text()) && wrong.push(m.text()));
page.on('pageerror', e => wrong.push(String(e)));
const device = await context.newCDPSession(page);
await device.send('WebAuthn.enable');
const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options: KEYS });
const held = async () => (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

const at = () => new URL(page.url()).pathname;
async function signOut() {
	await page.goto(base + '/account');
	await page.click('header form .link');
}

// Presses the button; what is sent may be changed on the way. The status of the answer.
async function signIn(change = body => body) {
	await page.goto(base + '/account/sign-in');
	let sent = '';
	await page.route('**/account/passkey', route => {
		sent = change(new URLSearchParams(route.request().postData())).toString();
		return route.continue({ postData: sent });
	});
	const reply = page.waitForResponse(r => new URL(r.url()).pathname === '/account/passkey');
	await page.click('form[data-passkey] .btn');
	const status = (await reply).status();
	await page.waitForLoadState();
	await page.unroute('**/account/passkey');
	return { status, sent };
}

// Another text in the client data: what was signed is no longer what is sent.
const clientSays = (name, value) => body => {
	const client = JSON.parse(Buffer.from(body.get('client'), 'base64url'));
	client[name] = value;
	body.set('client', b64(JSON.stringify(client)));
	return body;
};

// Flips one bit near the end of a field.
const bent = name => body => {
	const data = Buffer.from(body.get(name), 'base64url');
	data[data.length - 1] ^= 1;
	body.set(name, data.toString('base64url'));
	return body;
};

// With what passkeys add to it.
async function seen(path, name) {
	for (const [tag, prefix] of [['en', ''], ['ar', '/ar']]) {
		await page.goto(base + prefix + path);
		await page.locator('form[data-passkey]').waitFor();
		await looked(page, `${tag} ${path}`, { axe: () => true, picture: { name: `${name}.${tag}`, widths: [WIDTHS[0], WIDTHS[2]] } });
	}
}

async function registering() {
	await opened(page, base + invited(kept, 'p@example.org', 'administrator', '--name', 'P. Asskey'));
	await page.goto(base + '/account');
	await page.fill('#passkey-name', 'the key on my key ring');
	await page.click('form[data-passkey] .btn');
	await page.getByRole('cell', { name: 'the key on my key ring' }).waitFor();
	test('a passkey is made, and listed by its name', at() === '/account', page.url());
	test('it is one that the device finds by itself', (await held()).length === 1 && (await held())[0].isResidentCredential &&
		(await held())[0].rpId === 'localhost', JSON.stringify(await held()));
	await seen('/account', 'passkeys');
	await page.goto(base + '/account');
	test('the command shows it too', /the key on my key ring/.test(kept.paraph('account', 'passkeys', 'p@example.org')));
	await page.click('form[data-passkey] .btn');
	test('a name is asked for', at() === '/account' && (await held()).length === 1);
	await page.fill('#passkey-name', 'the same');
	await page.click('form[data-passkey] .btn');
	await page.locator('form[data-passkey] [role=status]').waitFor();
	test('the same device is not registered twice', (await held()).length === 1);
}

async function refusals() {
	await signOut();
	test('signed out', at() === '/');
	await seen('/account/sign-in', 'sign-in');
	const first = await signIn();
	test('the passkey signs in, to the first page of what one may open', first.status === 303 && at() === '/accounts',
		`${first.status} ${page.url()}`);
	await signOut();
	const again = await signIn(body => {
		const old = new URLSearchParams(first.sent);
		old.set('token', body.get('token'));
		return old;
	});
	test('what was sent once signs nobody in again', again.status === 403 && at() === '/account/passkey', again.status);
	test('and the form is there again, with what was wrong', await page.locator('#said').isVisible());
	for (const [name, change] of [['from a page of another origin', clientSays('origin', 'https://evil.example')],
		['from a frame of another site', clientSays('crossOrigin', true)],
		['that was asked to register', clientSays('type', 'webauthn.create')],
		['to a challenge of one\'s own', clientSays('challenge', b64('0'.repeat(64)))],
		['with a signature that is bent', bent('signature')], ['with other authenticator data', bent('auth')],
		['of another credential', bent('id')],
		['for another account', body => (body.set('user', 'a-00000000000000000000'), body)]]) {
		const { status } = await signIn(change);
		test(`an answer ${name} is refused`, status === 403, status);
	}
	await page.goto(base + '/account');
	test('nobody is signed in by any of them', at() === '/account/sign-in');
}

// A copy of the key counts from where it was copied.
async function copied() {
	const [credential] = await held();
	await device.send('WebAuthn.clearCredentials', { authenticatorId });
	await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 0 } });
	const { status } = await signIn();
	test('a counter that went back is refused', status === 403, status);
	test('and the account says why', /counter went back/.test(kept.paraph('account', 'show', 'p@example.org')));
	await device.send('WebAuthn.clearCredentials', { authenticatorId });
	await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 1000 } });
	test('one that went on is not', (await signIn()).status === 303);
}

async function removing() {
	await page.goto(base + '/account');
	await page.getByRole('button', { name: 'Remove' }).click();
	test('removed: none is left', /You have none/.test(await page.innerText('main')));
	await signOut();
	test('and it signs nobody in', (await signIn()).status === 403);
	await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
	await page.goto(base + '/account/sign-in');
	await page.click('form[data-passkey] .btn');
	await page.locator('form[data-passkey] [role=status]').waitFor();
	test('a device that does not know its holder: the page says so', at() === '/account/sign-in');
}

async function without() {
	const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await plain.goto(base + '/account/sign-in');
	test('without script: no button that does nothing, and the password stays', !await plain.isVisible('form[data-passkey]') &&
		await plain.isVisible('#password') && /Passkeys need/.test(await plain.innerText('main')), await plain.innerHTML('main'));
	await plain.goto(server.base + '/account/sign-in');
	test('by a number in place of a name none are offered', !await plain.locator('form[data-passkey]').count());
}

try {
	await registering();
	await refusals();
	await copied();
	await removing();
	await without();
	test('nothing is said on the console', !wrong.length, wrong.join('\n'));
} finally {
	await browser.close();
	test('the server ends well', await server.stop() === 0);
}
finish();
