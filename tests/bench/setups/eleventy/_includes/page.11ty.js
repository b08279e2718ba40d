import { folderOf } from '../eleventy.config.mjs';

const item = ({ url, title }) => `<li><a href="${url}">${title}</a></li>`;
const link = (page, rel) => (page ? `<a rel="${rel}" href="${page.url}">${page.title}</a>` : '');

export default class {
  render({ title, description, content, page, collections }) {
    const siblings = collections.folders[folderOf(page.url)];
    const place = siblings.findIndex(({ url }) => url === page.url);
    return `<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${description}">
<title>${title} – Håndbok</title>
</head>
<body>
<header><a href="/index.html">Håndbok</a></header>
<main>
<h1>${title}</h1>
${content}
<nav aria-label="I kapittelet"><ul>${siblings.map(item).join('\n')}</ul></nav>
<p>${link(siblings[place - 1], 'prev')} ${link(siblings[place + 1], 'next')}</p>
</main>
</body>
</html>
`;
  }
}
