import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGoTemplate, printGoTemplate } from '../../../src/print/formats/go-template/go-template.ts';
import { templateSample as stream } from '../../support/template-sample.ts';

// What kubectl prints.
test.each([
  ['{{.metadata.name}}', 'web'],
  [
    '{{.}}',
    'map[apiVersion:image.openshift.io/v1 kind:ImageStream metadata:map[annotations:map[x:y] creationTimestamp:<nil> name:web] spec:map[big:5242880 empty:[] f:1.5 ff:1.0000005e+06 h:<a&b> lookupPolicy:map[local:false] tags:[map[n:1 name:latest nothing:<nil>] map[n:2 name:v1] map[n:3 name:v2]]]]',
  ],
  [
    '{{$}}',
    'map[apiVersion:image.openshift.io/v1 kind:ImageStream metadata:map[annotations:map[x:y] creationTimestamp:<nil> name:web] spec:map[big:5242880 empty:[] f:1.5 ff:1.0000005e+06 h:<a&b> lookupPolicy:map[local:false] tags:[map[n:1 name:latest nothing:<nil>] map[n:2 name:v1] map[n:3 name:v2]]]]',
  ],
  ['{{.nope}}|{{.nope.deep}}|{{.metadata.creationTimestamp}}', '<no value>|<no value>|<no value>'],
  ['{{range .spec.tags}}{{.name}},{{end}}', 'latest,v1,v2,'],
  [
    '{{range $i, $t := .spec.tags}}{{$i}}={{$t.name}} {{end}}{{range $k, $v := .spec}}{{$k}} {{end}}',
    '0=latest 1=v1 2=v2 big empty f ff h lookupPolicy tags ',
  ],
  ['{{range .spec.empty}}x{{else}}none{{end}}{{range .nope}}x{{else}}none{{end}}', 'nonenone'],
  [
    '{{range .spec.tags}}{{if eq .name "v1"}}{{continue}}{{end}}{{.name}}{{if eq .name "v2"}}{{break}}{{end}};{{end}}',
    'latest;v2',
  ],
  ['{{if .nope}}a{{else if .kind}}b{{else}}c{{end}}', 'b'],
  ['{{with .spec}}{{.big}}{{end}}{{with .nope}}x{{else}}y{{end}}', '5242880y'],
  ['{{with $x := .kind}}{{$x}}{{end}}', 'ImageStream'],
  ['{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}', '2'],
  ['{{len .spec.tags}} {{len .kind}} {{len .spec}}', '3 11 7'],
  ['{{.kind | len}}', '11'],
  [
    '{{index .spec.tags 0}} {{index .spec.tags 0 "name"}} {{index .spec "h"}} {{index .spec "nope"}}',
    'map[n:1 name:latest nothing:<nil>] latest <a&b> <no value>',
  ],
  ['{{(index .spec.tags 1).name}}', 'v1'],
  ['{{index .kind 1}} {{index .kind 0 | printf "%c"}}', '109 I'],
  ['{{slice .kind 1 3}} {{slice .spec.tags 1}} {{slice .kind}}', 'ma [map[n:2 name:v1] map[n:3 name:v2]] ImageStream'],
  ['{{print 1 2 "a" "b" 3 nil .nope .metadata.creationTimestamp}}', '1 2ab3 <nil> <nil> <nil>'],
  ['{{println 1 "a" nil}}', '1 a <nil>\n'],
  [
    '{{printf "%s|%d|%v|%q|%x|%5s|%-5s|%05d|%t|%T|%%|%+v|%#v" "a" 1 1.5 "q" "hex" "w" "l" 42 true "t" .metadata .spec.lookupPolicy}}',
    'a|1|1.5|"q"|686578|    w|l    |00042|true|string|%|map[annotations:map[x:y] creationTimestamp:<nil> name:web]|map[string]interface {}{"local":false}',
  ],
  [
    '{{printf "%d" "x"}} {{printf "%s" 3}} {{printf "%s"}} {{printf "a" 1 2}} {{printf "%!"}} {{printf "%"}} {{printf "%z" 3}}',
    '%!d(string=x) %!s(int=3) %!s(MISSING) a%!(EXTRA int=1, int=2) %!!(MISSING) %!(NOVERB) %!z(int=3)',
  ],
  [
    '{{printf "%s" .spec.tags}} {{printf "%d" .spec.tags}} {{printf "%q" .spec.tags}} {{printf "%5v|" .spec.tags}}',
    '[map[n:%!s(int64=1) name:latest nothing:<nil>] map[n:%!s(int64=2) name:v1] map[n:%!s(int64=3) name:v2]] [map[%!d(string=n):1 %!d(string=name):%!d(string=latest) %!d(string=nothing):<nil>] map[%!d(string=n):2 %!d(string=name):%!d(string=v1)] map[%!d(string=n):3 %!d(string=name):%!d(string=v2)]] [map["n":\'\\x01\' "name":"latest" "nothing":<nil>] map["n":\'\\x02\' "name":"v1"] map["n":\'\\x03\' "name":"v2"]] [map[    n:    1  name:latest nothing:<nil>] map[    n:    2  name:   v1] map[    n:    3  name:   v2]]|',
  ],
  ['{{printf "%v %v" nil .nope}} {{printf "%s" nil}} {{printf "%d" .nope}}', '<nil> <nil> %!s(<nil>) %!d(<nil>)'],
  [
    '{{printf "%f %e %g %.2f %8.3f|%-8.1f|%+d %+.1f % d %x %X %o %b %c %U %O" 1.5 1.5 1.5 2.675 3.14159 2.25 5 5.0 7 255 255 8 5 65 65 8}}',
    '1.500000 1.500000e+00 1.5 2.67    3.142|2.2     |+5 +5.0  7 ff FF 10 101 A U+0041 0o10',
  ],
  [
    '{{printf "%6.2f|%06.2f|%+06.1f|%e|%G|%g|%g|%g" 3.14159 3.14159 2.5 123456.789 1e21 1e20 1e-7 100000.0}}',
    '  3.14|003.14|+002.5|1.234568e+05|1E+21|1e+20|1e-07|100000',
  ],
  [
    '{{printf "%f" .spec.big}} {{printf "%d" .spec.f}} {{printf "%T %T %T %T %T" .spec.big .spec.f 1 .spec.tags nil}}',
    '%!f(int64=5242880) %!d(float64=1.5) int64 float64 int []interface {} <nil>',
  ],
  [
    '{{printf "%[2]s %[1]s" "a" "b"}} {{printf "%[3]s" "a"}} {{printf "%*d|" 5 42}} {{printf "%-*d|" 5 42}} {{printf "%.*f" 2 3.14159}}',
    'b a %!s(BADINDEX)    42| 42   | 3.14',
  ],
  ['{{.kind | printf "%s-%s" "a"}}', 'a-ImageStream'],
  ['{{"%s" | printf}}', '%!s(MISSING)'],
  [
    '{{eq .kind "ImageStream"}} {{eq 1 2 1}} {{ne 1 2}} {{lt 1 2}} {{le 2 2}} {{gt "b" "a"}} {{ge 1.5 1.5}} {{eq true true}}',
    'true true true true true true true true',
  ],
  ['{{eq .spec.big 5242880}} {{gt .spec.big 1000}} {{lt .spec.f 2.0}}', 'true true true'],
  [
    '{{eq .nope nil}} {{eq .metadata.creationTimestamp nil}} {{eq .kind nil}} {{eq .spec.tags nil}}',
    'true true false false',
  ],
  [
    '{{and 1 0 2}} {{and 1 2}} {{or 0 "" "x"}} {{or .nope "d"}} {{not 0}} {{and .nope .kind}} {{or false false}}',
    '0 2 x d true <no value> false',
  ],
  ['{{or true (index .spec.tags 99)}}', 'true'],
  ['{{.nope | or false}}|{{.kind | and true}}', '<no value>|ImageStream'],
  [
    '{{html "<a href=\'x\'>&\\"</a>"}} {{js "it\'s <b>\\n&=é"}} {{urlquery "a b&c/d?é*\'()!"}}',
    "&lt;a href=&#39;x&#39;&gt;&amp;&#34;&lt;/a&gt; it\\'s \\u003Cb\\u003E\\u000A\\u0026\\u003Dé a+b%26c%2Fd%3F%C3%A9%2A%27%28%29%21",
  ],
  ['{{html .nope}} {{html 1 2 "a"}} {{html nil}}', '&lt;no value&gt; 1 2a &lt;no value&gt;'],
  ['{{"aGVsbG8=" | base64decode}}', 'hello'],
  [
    '{{exists .spec "tags"}} {{exists .spec "nope"}} {{exists .spec.tags 0 "name"}} {{exists .spec.tags 9}} {{exists .kind 0}} {{exists .nope}} {{exists .metadata "creationTimestamp"}} {{exists .spec}} {{exists .spec.big 1}}',
    'true false true false true true false true false',
  ],
  ['{{block "b" .kind}}<{{.}}>{{end}}', '<ImageStream>'],
  ['{{define "x"}}{{template "x"}}{{end}}a', 'a'],
  ['{{define "output"}}a{{end}}', 'a'],
  ['{{/* c */}}a {{- /* c */ -}} b', 'ab'],
  ['a  {{- "b" -}}  c {{- 3}} {{-3}} {{3 -}} d', 'abc3 -3 3d'],
  ["{{\"a\\tb\\\"c\\u00e9\"}} {{`raw\\n\"x\"`}} {{'a'}} {{'\\n'}} {{'\\''}}", 'a\tb"cé raw\\n"x" 97 10 39'],
  [
    '{{1.5}} {{1e6}} {{0x1F}} {{0b101}} {{0o17}} {{017}} {{1_000}} {{-3}} {{+4}} {{1e100}} {{0.00001}} {{123456789.0}} {{100000.0}} {{1000000.0}} {{0x1p4}}',
    '1.5 1e+06 31 5 15 15 1000 -3 4 1e+100 1e-05 1.23456789e+08 100000 1e+06 16',
  ],
  ['{{.5}} {{5.}}', '0.5 5'],
  ['{{$.kind}} {{$x := .}}{{$x.kind}} {{($x).kind}} {{(.spec).big}}', 'ImageStream ImageStream ImageStream 5242880'],
  ['{{.spec | len | printf "%d"}}', '7'],
  ['{{range $a, $b := .spec.lookupPolicy}}{{$a}}{{$b}}{{end}}', 'localfalse'],
  ['{{$x := 1}}{{range $x = .spec.tags}}{{$x.name}}{{end}}{{$x}}', 'latestv1v2map[n:3 name:v2]'],
  [
    '{{$x := 1}}{{$y := 2}}{{range $x, $y = .spec.tags}}{{$x}}{{$y}}{{end}}{{$x}}{{$y}}',
    '0map[n:1 name:latest nothing:<nil>]1map[n:2 name:v1]2map[n:3 name:v2]2map[n:3 name:v2]',
  ],
  ['{{$x := 1}}{{$x := 2}}{{$x}}', '2'],
  ['{{$x := .metadata.creationTimestamp}}{{$x.y}}{{$x}}', '<no value><no value>'],
  ['{{range .spec.tags}}{{.nothing}}{{with .nothing}}a{{else}}b{{end}}{{end}}', '<no value>b<no value>b<no value>b'],
  [
    '{{printf "%v" .spec.tags}} {{printf "%v" .}}',
    '[map[n:1 name:latest nothing:<nil>] map[n:2 name:v1] map[n:3 name:v2]] map[apiVersion:image.openshift.io/v1 kind:ImageStream metadata:map[annotations:map[x:y] creationTimestamp:<nil> name:web] spec:map[big:5242880 empty:[] f:1.5 ff:1.0000005e+06 h:<a&b> lookupPolicy:map[local:false] tags:[map[n:1 name:latest nothing:<nil>] map[n:2 name:v1] map[n:3 name:v2]]]]',
  ],
  ['{{print .spec.lookupPolicy .spec.empty 1.0 2.50 1e7 1e-5}}', 'map[local:false] [] 1 2.5 1e+07 1e-05'],
  ['{{"a"}}{{"b" | print "c" 1 2}}', 'ac1 2b'],
  [
    '{{ .kind | printf "%-20s|" }}{{ printf "%20s|" .kind }}{{ printf "%.3s|" .kind }}{{printf "%q" 65}}{{printf "%x" "héllo"}}{{printf "% x" "abc"}}{{printf "%#x" "abc"}}{{printf "%#q" "abc"}}',
    "ImageStream         |         ImageStream|Ima|'A'68c3a96c6c6f61 62 630x616263`abc`",
  ],
  ['{{len (index .spec.tags 0)}}{{len (printf "%d" 1234)}}', '34'],
  ['{{if and .kind (eq .kind "ImageStream") (not .nope)}}yes{{end}}', 'yes'],
  ['{{if or (eq .kind "a") (gt (len .spec.tags) 2)}}yes{{end}}', 'yes'],
  [
    '{{printf "%s" .spec.lookupPolicy}} {{printf "%v" true}} {{printf "%6t|" true}} {{printf "%06d|%+06d|% 06d" -42 42 42}} {{printf "%.5d|%8.5d|%-8.3d|" 42 42 42}} {{printf "%#o %#b %#X" 8 5 255}} {{printf "%.0d|" 0}}',
    'map[local:%!s(bool=false)] true   true| -00042|+00042| 00042 00042|   00042|042     | 010 0b101 0XFF |',
  ],
])('%j', (template, text) => {
  expect(printGoTemplate(parseGoTemplate(template), stream, { allowMissingKeys: true })).toBe(text);
});

test('a field is found in the data only', () => {
  const print = (template: string, data: unknown) =>
    printGoTemplate(parseGoTemplate(template), data, { allowMissingKeys: true });
  expect(print('{{.constructor}}{{.__proto__}}{{index . "toString"}}', {})).toBe('<no value><no value><no value>');
  expect(print('{{.__proto__.a}}', JSON.parse('{"__proto__": {"a": "b"}}'))).toBe('b');
});

test('a template may be used again', () => {
  const template = parseGoTemplate('{{$x := .kind}}{{range .spec.tags}}{{.name}}{{end}}{{$x}}');
  const once = printGoTemplate(template, stream, { allowMissingKeys: true });
  expect(printGoTemplate(template, stream, { allowMissingKeys: true })).toBe(once);
});

test('large integers keep their digits', () => {
  expect(printGoTemplate(parseGoTemplate('{{.a}} {{.b}}'), { a: 2 ** 60, b: 1e20 }, { allowMissingKeys: true })).toBe(
    '1152921504606846976 1e+20',
  );
});

test('whatever the template, only ARGUMENT comes out', () => {
  const piece = fc.constantFrom(
    ...['{{', '}}', '{{- ', ' -}}', '{{end}}', '{{else}}', '{{range .spec.tags}}', '{{if ', '{{with ', '.', '$', '$x'],
    ...[' := ', ' = ', '(', ')', '|', ' ', '"a"', '`b`', "'c'", '1', '1.5', '-', '.name', '.spec', 'len ', 'index '],
    ...['printf "%5.2f|%x|%q|%*d" ', 'slice ', 'eq ', 'and ', 'or ', 'nil', 'true', 'define "d"', 'template "d"', ','],
    ...['block "e" .', 'break', '\n', '/*', '*/', '\\', '"', 'é', 'html ', 'print ', 'exists ', 'base64decode '],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.boolean(), (pieces, allowMissingKeys) => {
      try {
        return typeof printGoTemplate(parseGoTemplate(pieces.join('')), stream, { allowMissingKeys }) === 'string';
      } catch (error) {
        expect(error).toMatchObject({ code: 'ARGUMENT', name: 'AppError' });
        return true;
      }
    }),
    { numRuns: 1000 },
  );
});
