// Reads ESC/POS with npos, which was written by others, and says what it saw:
// standard input is what a printer would get, standard output JSON. Its parser
// does not know the command for QR codes; it is told to step over it.
'use strict';
const rules = require('npos/lib/parser/rules');
rules[0x1d]['(k'] = [0, 'd16'];
const Parser = require('npos/lib/parser');
const iconv = require('iconv-lite');
const pages = { 18: 'cp852', 19: 'cp858' };
const raw = require('fs').readFileSync(0);
const parser = new Parser(rules);
const ast = parser.analyze(raw);
if (ast.error) throw ast.error;
let page = '', text = '';
for (const node of ast.tree) {
  if (node.ascii + node.fn === 'ESCt') page = pages[raw[node.offset + 2]];
  if (node.ascii === 'STX') text += iconv.decode(raw.subarray(node.offset, node.offset + node.length), page);
}
parser.parse(raw, (error, read) => {
  if (error) throw error;
  let width = 0;
  const rows = [];
  for (const entry of read.entries.filter((e) => e.type === 'raster')) {
    for (const image of [].concat(entry.data)) {
      width = image.width;
      for (let y = 0; y < image.height; y++) {
        let row = '';
        for (let x = 0; x < image.width; x++) row += image.getPixel(x, y) === 0 ? '1' : '0';
        rows.push(row);
      }
    }
  }
  process.stdout.write(JSON.stringify({ text, width, rows }));
});
