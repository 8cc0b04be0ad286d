// A page of the same content by Fastify and better-sqlite3: page.mjs DATABASE NAME=FILE… ; says its port.
// What a page repeats (lines of lists and tables) stands in the database, one row each with its values; a request reads
// them by a statement prepared once and writes them, escaped, between pieces of markup compiled once. All else of the
// page is constant. So it does what such a page must, and nothing of its own.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const need = createRequire(process.cwd() + '/');
const Database = need('better-sqlite3');
const fastify = need('fastify')();

const VALUES = 6; // columns of a row: what a tile has; more stay in the markup
const ROW = /<(li|tr)\b(?:(?!<(?:li|tr)\b)[^])*?<\/\1>/g;
const VALUE = /(?<=>)[^<>]+(?=<)|(?<=(?:href|title|datetime|class|x|width)=")[^"]*(?=")/g;
const plain = text => text.replace(/&(lt|gt|quot|#39|amp);/g, (_, e) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[e]);
const SPECIAL = /[&<>"']/;
const entity = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = text => SPECIAL.test(text) ? text.replace(/[&<>"']/g, c => entity[c]) : text;

const [file, ...pages] = process.argv.slice(2);
const db = new Database(file);
const columns = Array.from({ length: VALUES }, (_, i) => 'v' + i);
db.exec(`CREATE TABLE line (page TEXT, nth INTEGER, markup INTEGER, ${columns.map(c => c + ' TEXT').join()},
	PRIMARY KEY (page, nth)) WITHOUT ROWID`);
const put = db.prepare(`INSERT INTO line VALUES (?, ?, ?, ${columns.map(() => '?').join()})`);
const markups = [], known = new Map();

function cut(row) {
	const pieces = [], values = [];
	let at = 0;
	for (const m of row.matchAll(VALUE)) {
		if (values.length === VALUES || escape(plain(m[0])) !== m[0]) continue;
		pieces.push(row.slice(at, m.index));
		values.push(plain(m[0]));
		at = m.index + m[0].length;
	}
	pieces.push(row.slice(at));
	const key = pieces.join('\0');
	if (!known.has(key)) known.set(key, markups.push(pieces) - 1);
	return [known.get(key), ...values, ...Array(VALUES - values.length).fill(null)];
}
const read = db.prepare(`SELECT markup, ${columns.join()} FROM line WHERE page = ? ORDER BY nth`).raw();
for (const page of pages) {
	const [path, from] = page.split('=');
	const html = readFileSync(from, 'utf8'), between = [];
	let at = 0, nth = 0;
	for (const m of html.matchAll(ROW)) {
		between.push(html.slice(at, m.index));
		put.run(path, nth++, ...cut(m[0]));
		at = m.index + m[0].length;
	}
	between.push(html.slice(at));
	fastify.get(path, (request, reply) => {
		let out = between[0], i = 1;
		for (const row of read.all(path)) {
			const pieces = markups[row[0]];
			for (let k = 0; k + 1 < pieces.length; k++) out += pieces[k] + escape(row[k + 1]);
			out += pieces[pieces.length - 1] + between[i++];
		}
		reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache');
		return out;
	});
}
await fastify.listen({ port: 0, host: '127.0.0.1' });
console.log(fastify.server.address().port);
