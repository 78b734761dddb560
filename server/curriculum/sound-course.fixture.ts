/** A small course without faults, as files: tests break it in one place each. */
export function soundCourse(): Map<string, string> {
  return new Map([
    ['course.yaml', 'title: C\nsummary: S.\nmodules:\n  - one\nglossary: glossary.yaml\n'],
    [
      'glossary.yaml',
      `terms:
  - id: pair
    name: pair
    text: Two ends, as in [first](lesson:first). \`ip link\` makes it, see [end](term:end).
    object: { kind: interface, type: veth }
  - id: end
    name: end
    text: Half of it.
    see: [pair]
`,
    ],
    [
      'worlds/one-host.yaml',
      'machines:\n  - name: host\n    role: learner\n  - name: router\n    role: scenery\n',
    ],
    ['one/module.yaml', 'id: one\ntitle: M\nsummary: S.\nlessons:\n  - first\n  - second\n'],
    [
      'one/first/lesson.yaml',
      `id: first
minutes: 5
world: one-host
challenges:
  - id: pair
    file: challenges/pair.yaml
predictions:
  - id: answered
    file: predictions/answered.yaml
  - id: source
    file: predictions/source.yaml
languages: [de]
`,
    ],
    [
      'one/first/lesson.md',
      `---
title: First
summary: S.
---

Look at [a pair](term:pair) and its [ends](term:end) at 8:30:

\`\`\`sh run
ip netns list
\`\`\`

\`\`\`output
\`\`\`

## Make a pair

::::challenge[Make a \`pair\`]{#pair}
Make a pair, as in the [second lesson](lesson:second).

:::hint{level=1}
Look at \`ip link help\`.
:::
::::

\`\`\`sh run on=host in=netns0 exit=1
ping -c 1 8.8.8.8
\`\`\`

:::note[Mind]
Words.
:::

::::predict[Will it be answered?]{#answered}
Think of the routes.
::::

::::predict[Who does it seem to come from?]{#source}
::::
`,
    ],
    [
      'one/first/lesson.de.md',
      `---
title: Erste
summary: Z.
---

Um 8:30, [ein Paar](term:pair):

\`\`\`sh run
ip netns list
\`\`\`

\`\`\`output
\`\`\`

::::challenge[Mache ein Paar]{#pair}
Wie in der [zweiten](lesson:second).

:::hint{level=1}
Sieh nach.
:::
::::

\`\`\`sh run in=netns0 exit=1
ping -c 1 8.8.8.8
\`\`\`

::::predict[Kommt eine Antwort?]{#answered}
::::

::::predict[Von wem scheint es zu kommen?]{#source}
::::
`,
    ],
    [
      'one/first/challenges/pair.yaml',
      `goal:
  machine: host
  namespaces:
    - name: netns0
  interfaces:
    - name: $outer
      in: root
      peer: $inner
    - name: $inner
      in: netns0
      addresses: [$a in 172.18.0.0/16]
probes:
  - kind: ping
    id: reaches
    from: { machine: host }
    to: $a
    expect: answered
solution:
  file: scripts/pair.sh
wrong:
  - file: scripts/no-namespace.sh
    says: netns0
  - file: scripts/no-address.sh
    says: '172.18'
`,
    ],
    [
      'one/first/predictions/answered.yaml',
      'asks: answered\nfrom: { machine: host, in: netns0 }\nprobe: { kind: ping, to: 8.8.8.8 }\ntruth: no\n',
    ],
    [
      'one/first/predictions/source.yaml',
      `asks: source
from:
  machine: host
probe: { kind: tcp, to: example.com, port: 80 }
options:
  - 172.16.0.2
  - 172.18.0.10
truth: 172.16.0.2
`,
    ],
    ['one/first/scripts/pair.sh', 'ip netns add netns0\n'],
    ['one/first/scripts/no-namespace.sh', 'true\n'],
    ['one/first/scripts/no-address.sh', 'ip netns add netns0\n'],
    [
      'one/second/lesson.yaml',
      'id: second\nminutes: 5\nworld: one-host\nrequires: [first]\nlanguages: [de]\n',
    ],
    ['one/second/lesson.md', '---\ntitle: Second\nsummary: S.\n---\n\nWords.\n'],
    ['one/second/lesson.de.md', '---\ntitle: Zweite\nsummary: Z.\n---\n\nWorte.\n'],
  ]);
}
