// The same messages by nodemailer: a pool, DKIM with the same key. mail.mjs PORT CONNECTIONS MESSAGES KEY PDF-BYTES
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const nodemailer = createRequire(process.cwd() + '/')('nodemailer');

const [port, connections, n, key, size] = process.argv.slice(2);
const text = `Excellency,

This message is invented, to measure how many of its kind are sent in a second. It says nothing else.

Please accept, Excellency, the assurances of my highest consideration.
`;
const html = `<!DOCTYPE html><html lang="en"><body><p>Excellency,</p><p>This message is invented, to measure how many of its kind are sent in a second. It says nothing else.</p></body></html>
`;
const pdf = Buffer.alloc(+size);
for (let i = 0; i < pdf.length; i++) pdf[i] = 1 + (Math.imul(i, 2654435761) >>> 7) % 255;
const transport = nodemailer.createTransport({
	host: '127.0.0.1', port: +port, secure: false, ignoreTLS: true, pool: true, maxConnections: +connections,
	maxMessages: 1000000,
	dkim: { domainName: 'example.net', keySelector: 's1', privateKey: readFileSync(key, 'utf8') },
});
let next = 0, failed = 0;
async function line() {
	while (next < +n) {
		const i = next++;
		const own = Buffer.from(pdf);
		own.write(String(i).padStart(15, '0'), 16);
		await transport.sendMail({
			envelope: { from: `b+${i}@example.net`, to: `mission${i}@example.org` },
			from: '"Office (invented)" <office@example.net>', to: `"Permanent Mission (invented)" <mission${i}@example.org>`,
			messageId: `<m-${i}@example.net>`, date: new Date(1600000000000),
			subject: 'Call to join (invented) — EX-2020-0001', text, html,
			attachments: [{ filename: 'EX-2020-0001.pdf', contentType: 'application/pdf', content: own }],
		}).catch(() => { failed++; });
	}
}
const from = process.hrtime.bigint();
await Promise.all(Array.from({ length: 4 * connections }, line));
const seconds = Number(process.hrtime.bigint() - from) / 1e9;
transport.close();
if (failed) process.exit(1);
console.log(Math.round(n / seconds));
