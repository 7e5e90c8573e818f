/** The least that devices/toy-os.yaml may say; its grammar is `toy`. */
export const toyProfile = `os: toy-os
title: Toy
vendor: Toys
grammar: toy
config:
  shape: indent
  claims: [{ block: copy _ }]
  parents: []
  regions: []
  automation: []
  hostname: [hostname]
  completeness: { signs: [[hostname]], refusals: [], commands: [show config] }
detect: { signs: [{ line: toy, weight: 10 }] }
words: {}
`;
