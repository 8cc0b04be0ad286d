// The letters of bench_letters by Typst: the same words, page, fonts and tags. CPU time of this process for each letter.
//   node letters.mjs TEMPLATE LANG NAMES [FOLDER]   run where the Typst compiler is installed
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'

const { NodeCompiler } = createRequire(process.cwd() + '/')('@myriaddreamin/typst-ts-node-compiler')
const [path, lang, names, folder] = process.argv.slice(2)
const KEEP = 10 // compilations whose parts Typst remembers: so its memory is flat too
const rtl = lang === 'ar'
const [font, size, lead] = rtl ? ['("Amiri", "Noto Serif")', 13, 21.5] : ['"Noto Serif"', 10.5, 15.5]

const quote = s => s.replace(/[\\#*_`$<>@=~'"\[\]]/g, '\\$&')
const text = s => quote(s).replaceAll('{{name}}', '#name').replace(/\\\\\n/g, ' \\ \n')
	.replaceAll('{{page}}', '#context counter(page).display()')
	.replaceAll('{{pages}}', '#context counter(page).final().first()')

// The parts of the template, as bench_letters reads it.
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
		else if (part === 'sender') out.push(`#align(end, text(0.86em)[${text(body)}])\n#line(length: 100%, stroke: 0.6pt)`)
		else if (part === 'date') out.push(`#v(1em)\n#align(end)[${text(body)}]`)
		else if (body.startsWith('# ')) out.push(`= ${text(body.slice(2))}`)
		else if (body.startsWith('- ')) out.push(lines.map(l => '- ' + text(l.slice(2))).join('\n'))
		else if (part === 'signature') out.push(`#v(3em)\n#line(length: 190pt, stroke: 0.6pt)\n${text(lines.slice(1).join('\n'))}`)
		else out.push((part === 'body' ? '' : '#set par(justify: false)\n') + text(body)
			+ (part === 'body' ? '' : '\n#set par(justify: true)'))
	}
	return `#let name = sys.inputs.name
#set document(title: "Letter", date: none)
#set page(paper: "a4", margin: (x: 76pt, top: 76pt, bottom: 82pt), footer: align(center, text(0.76em)[${footer}]))
#set text(font: ${font}, size: ${size}pt, lang: "${lang}", hyphenate: false, top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, leading: ${lead - size}pt, spacing: ${lead - size + 0.55 * lead}pt)
${out.join('\n\n')}
`
}

const main = typst(readFileSync(path, 'utf8'))
const serif = ['Regular', 'Bold', 'Italic', 'BoldItalic'].map(s => `/usr/share/fonts/truetype/noto/NotoSerif-${s}.ttf`)
const amiri = ['Regular', 'Bold'].map(s => `/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-${s}.ttf`)
const all = readFileSync(names, 'utf8').trim().split('\n')
const begin = process.cpuUsage()
const compiler = NodeCompiler.create({
	workspace: process.cwd(),
	fontArgs: [{ fontBlobs: [...amiri, ...serif].map(file => readFileSync(file)) }],
})
let bytes = 0, pages = 0
for (const [i, name] of all.entries()) {
	const pdf = compiler.pdf({ mainFileContent: main, inputs: { name } }, { pdfStandard: 'ua-1', creationTimestamp: 0 })
	bytes += pdf.length
	compiler.evictCache(KEEP)
	if (i > 0) continue
	pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length
	if (folder) writeFileSync(`${folder}/typst-${lang}.pdf`, pdf)
}
const use = process.cpuUsage(begin)
console.log(((use.user + use.system) / 1000 / all.length).toFixed(4), pages, Math.round(bytes / all.length),
	Math.round(process.resourceUsage().maxRSS / 1024))
