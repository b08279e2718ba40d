// The siblings of a page, in order, by folder: what the layout shows beside it.
export default function (eleventy) {
  eleventy.setQuietMode(true);
  eleventy.addGlobalData('layout', 'page.11ty.js');
  eleventy.addGlobalData('permalink', () => (data) => `${data.page.filePathStem}.html`);
  eleventy.addCollection('folders', (collections) => {
    const folders = {};
    for (const { url, data } of collections.getAll().sort((a, b) => a.data.weight - b.data.weight)) {
      (folders[folderOf(url)] ??= []).push({ url, title: data.title });
    }
    return folders;
  });
  return { dir: { input: 'content', includes: '../_includes', output: 'public' }, markdownTemplateEngine: false };
}

export const folderOf = (url) => url.slice(0, url.lastIndexOf('/'));
