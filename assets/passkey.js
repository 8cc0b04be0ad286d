// Passkeys, the one thing here that a browser does by script alone: what the server asks goes to the device, and
// what the device answers is sent back by the form. Without it the forms stay hidden, and the password serves.
'use strict';
(() => {
	const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
	const coded = data => btoa(String.fromCharCode(...new Uint8Array(data)))
		.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
	const utf8 = text => new TextEncoder().encode(text);

	async function ask(form) {
		const body = new URLSearchParams({ token: form.elements.token.value, for: form.dataset.passkey });
		const reply = await fetch(form.dataset.ask, { method: 'POST', body });
		if (!reply.ok)
			throw new Error(reply.statusText);
		return reply.json();
	}

	async function register(asked) {
		const made = await navigator.credentials.create({
			publicKey: {
				challenge: utf8(asked.challenge),
				rp: { id: asked.site, name: asked.register },
				user: { id: utf8(asked.account), name: asked.mail, displayName: asked.name },
				pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: 'public-key', alg })),
				authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
				excludeCredentials: asked.known.map(id => ({ type: 'public-key', id: bytes(id) })),
				attestation: 'none',
				timeout: asked.milliseconds,
			},
		});
		return { client: coded(made.response.clientDataJSON), attestation: coded(made.response.attestationObject) };
	}

	async function passkey(asked) {
		const got = await navigator.credentials.get({
			publicKey: {
				challenge: utf8(asked.challenge),
				rpId: asked.site,
				userVerification: 'required',
				timeout: asked.milliseconds,
			},
		});
		return {
			id: coded(got.rawId),
			user: new TextDecoder().decode(got.response.userHandle),
			client: coded(got.response.clientDataJSON),
			auth: coded(got.response.authenticatorData),
			signature: coded(got.response.signature),
		};
	}

	const ways = { register, passkey };
	if (!window.PublicKeyCredential)
		return;
	for (const form of document.querySelectorAll('form[data-passkey]')) {
		const failed = form.querySelector('[role=status]');
		form.hidden = false;
		form.addEventListener('submit', async event => {
			event.preventDefault();
			failed.hidden = true;
			try {
				const answer = await ways[form.dataset.passkey](await ask(form));
				for (const name of Object.keys(answer))
					form.elements[name].value = answer[name];
				form.submit();
			} catch {
				failed.hidden = false; // it was broken off, or refused: the browser has said why
			}
		});
	}
})();
