// The letters of bench_letters by Typst: the same words, page, fonts, emblem, codes and tags. CPU time of this process
// for each letter; the pictures are made before its clock starts.
//   node letters.mjs TEMPLATE LANG CODES EMBLEM [FOLDER]   run where the Typst compiler is installed
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

const { NodeCompiler } = createRequire(process.cwd() + '/')('@myriaddreamin/typst-ts-node-compiler')
const [path, lang, codes, emblem, folder] = process.argv.slice(2)
const KEEP = 10 // compilations whose parts Typst remembers: so its memory is flat too
const rtl = lang === 'ar'
const [font, size, lead] = rtl ? ['("Amiri", "Noto Serif")', 13, 21.5] : ['"Noto Serif"', 10.5, 15.5]

// ---- a code as a picture: PNG of one bit, or SVG ----

const crcs = Uint32Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++) n = n & 1 ? 0xEDB88320 ^ (n >>> 1) : n >>> 1
	return n
})
function chunk(name, data) {
	const body = Buffer.concat([Buffer.from(name), data]), whole = Buffer.alloc(body.length + 8)
	let crc = -1
	for (const byte of body) crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8)
	whole.writeUInt32BE(data.length)
	body.copy(whole, 4)
	whole.writeUInt32BE(~crc >>> 0, body.length + 4)
	return whole
}
function png(side, dark) {
	const row = Math.ceil(side / 8) + 1, bits = Buffer.alloc(row * side), head = Buffer.alloc(13)
	for (let i = 0; i < side * side; i++) {
		const x = i % side
		if (dark[i] === '0') bits[Math.floor(i / side) * row + 1 + (x >> 3)] |= 128 >> (x & 7)
	}
	head.writeUInt32BE(side)
	head.writeUInt32BE(side, 4)
	head[8] = 1
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(bits)),
		chunk('IEND', Buffer.alloc(0))])
}
function svg(side, dark) {
	let d = ''
	for (let y = 0; y < side; y++)
		for (const run of dark.slice(y * side, (y + 1) * side).matchAll(/1+/g))
			d += `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`
	return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path d="${d}"/></svg>`)
}
const vector = process.env.CODES !== 'png' // which is also the faster one for Typst
const code = { name: vector ? '/code.svg' : '/code.png', make: vector ? svg : png }

// ---- the parts of the template, as bench_letters reads it ----

const quote = s => s.replace(/[\\#*_`$<>@=~'"\[\]]/g, '\\$&')
const text = s => quote(s).replaceAll('{{name}}', '#name').replace(/\\\\\n/g, ' \\ \n')
	.replaceAll('{{page}}', '#context counter(page).display()')
	.replaceAll('{{pages}}', '#context counter(page).final().first()')

function typst(markdown) {
	let part = 'body', footer = '', out = []
	for (const block of markdown.split(/\n\n+/)) {
		const lines = block.trim().split('\n')
		const tag = /^{{@(\w+)}}$/.exec(lines[0])
		if (tag) {
			part = tag[1]
			lines.shift()
		}
		const body = lines.join('\n')
		if (part === 'footer') footer = text(body)
		else if (part === 'sender') out.push(`#v(-24pt)\n#grid(columns: (1fr, 230pt),
image("/emblem.png", height: 48pt, alt: "An emblem"), align(end, text(0.86em)[${text(body)}]))\n#line(length: 100%, stroke: 0.6pt)`)
		else if (part === 'date') out.push(`#v(1em)\n#align(end)[${text(body)}]`)
		else if (body.startsWith('# ')) out.push(`= ${text(body.slice(2))}`)
		else if (body.startsWith('- ')) out.push(lines.map(l => '- ' + text(l.slice(2))).join('\n'))
		else if (part === 'signature') out.push(`#v(3em)\n#line(length: 190pt, stroke: 0.6pt)\n${text(lines.slice(1).join('\n'))}`)
		else out.push((part === 'body' ? '' : '#set par(justify: false)\n') + text(body)
			+ (part === 'body' ? '' : '\n#set par(justify: true)'))
	}
	// What stands on each page is an artifact here and there; the words of the code are read once, at the end.
	const foot = `#set text(0.76em, fill: luma(35%))
#grid(columns: (57pt, 1fr, 57pt), column-gutter: 12pt, [], [#align(end, url)#v(20pt)#align(center)[${footer}]],
image("${code.name}", width: 57pt, alt: url))`
	out.push('#text(0.76em, link(url))')
	return `#let name = sys.inputs.name
#let url = sys.inputs.url
#set document(title: "Letter", date: none)
#set page(paper: "a4", margin: (x: 76pt, top: 76pt, bottom: 111pt), footer-descent: 14pt, footer: [${foot}])
#set text(font: ${font}, size: ${size}pt, lang: "${lang}", hyphenate: false, top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, leading: ${lead - size}pt, spacing: ${lead - size + 0.55 * lead}pt)
${out.join('\n\n')}
`
}

const main = typst(readFileSync(path, 'utf8'))
const serif = ['Regular', 'Bold', 'Italic', 'BoldItalic'].map(s => `/usr/share/fonts/truetype/noto/NotoSerif-${s}.ttf`)
const amiri = ['Regular', 'Bold'].map(s => `/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-${s}.ttf`)
const all = readFileSync(codes, 'utf8').trim().split('\n').map(line => {
	const [name, url, side, dark] = line.split('\t')
	return { name, url, picture: code.make(Number(side), dark) }
})
const begin = process.cpuUsage()
const compiler = NodeCompiler.create({
	workspace: process.cwd(),
	fontArgs: [{ fontBlobs: [...amiri, ...serif].map(file => readFileSync(file)) }],
})
compiler.mapShadow(process.cwd() + '/emblem.png', readFileSync(emblem))
let bytes = 0, pages = 0
for (const [i, { name, url, picture }] of all.entries()) {
	compiler.mapShadow(process.cwd() + code.name, picture)
	const pdf = compiler.pdf({ mainFileContent: main, inputs: { name, url } }, { pdfStandard: 'ua-1', creationTimestamp: 0 })
	bytes += pdf.length
	compiler.evictCache(KEEP)
	if (i > 0) continue
	pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length
	if (folder) writeFileSync(`${folder}/typst-${lang}.pdf`, pdf)
}
const use = process.cpuUsage(begin)
console.log(((use.user + use.system) / 1000 / all.length).toFixed(4), pages, Math.round(bytes / all.length),
	Math.round(process.resourceUsage().maxRSS / 1024))
