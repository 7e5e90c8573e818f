/** What stands in place of a secret. */
export const cut = "<secret>";

/** `password 7 0822455D0A16`, `secret 5 $1$…`, `key 0 x`: the word, the type of encoding, the secret. */
const word =
  "password|password-encrypt|passwd|secret|encrypted-password|plain-text-password(?:-value)?|key-string|key-hash|authentication-key|" +
  "authentication-password|privacy-password|authentication-md5|authentication-sha\\d*|pre-shared-key|shared-secret|" +
  "shared-key|simple-password|psk|wpa-psk|passphrase|pac key|community|community-name|md5|" +
  "hmac-\\w+|key-value|api-key|token|auth-token|sharedsecret|localauthentication|crypto-key|hello-password|" +
  "area-password|domain-password|enable-password";

/** Level, type of encoding and algorithm, which stand between the word and the secret. */
const between =
  "(?:(?:level|encrypted|unencrypted|clear|clear-text|cipher|ascii|ascii-text|hexadecimal|hex|type|local|remote|md5|sha\\d*|sha-\\d+|" +
  "hmac-\\S{1,20}|cmac-\\S{1,20}|scrypt|\\d{1,5})\\s+(?=\\S))*";
const value = "(\"[^\"]*\"?|'[^']*'?|\\S+)";
/** Before the word: nothing, or what no word holds; `\\n` is written out in scripts. */
const before = "(^|[^\\w/-]|--|\\\\[nrt])";
/** A session may be called `password`: that word is a name where a word of the session follows it. */
const noName = `(?!(?<=\\bses\\w*\\s+)\\S+\\s+(?:${["source", "destination", "filter", "type", "truncate", "header"].map(abbreviated).join("|")})(?:\\s|$))`;
const named = new RegExp(`${before}${noName}((?:${word})(?:\\s+${between}|\\s*[=:]\\s*))${value}`, "gi");
/** `key` begins many commands that hold no secret: `key chain K`, `key 1`, `crypto key generate rsa`. */
const noKey =
  "(?!(?:chain|config-key|generate|zeroize|export|import|encrypt|decrypt|lock|unlock|pubkey-chain)\\b|\\d+\\s*$)";
const key = new RegExp(`${before}${noName}(key\\s+${noKey}${between})${value}`, "gi");

const rules: readonly (readonly [RegExp, string])[] = [
  [named, `$1$2${cut}`],
  [key, `$1$2${cut}`],
  // snmp-server user U G v3 auth sha X priv aes 128 Y
  [/(\s(?:auth|priv)\s+(?:md5|sha\S*|des\S*|3des|aes(?:-\d+|\s+\d+)?|aes)\s+)("[^"]*"|\S+)/gi, `$1${cut}`],
  [/(\s)(priv\s+)(?!md5|sha|des|3des|aes|exec\b|level\b|\d)(\S+)/gi, `$1$2${cut}`],
  // snmp-server host A [traps] [version 1|2c] COMMUNITY
  [
    /(snmp-server\s+host\s+\S+\s+(?:(?:traps?|informs?|version\s+\S+|vrf\s+\S+|use-vrf\s+\S+|\d)\s+)*)(?!traps?\b|informs?\b|version\b|vrf\b|use-vrf\b|auth\b|noauth\b|priv\b|source-interface\b|udp-port\b|filter-vrf\b)(\S+)/gi,
    `$1${cut}`,
  ],
  // ftp://user:password@host
  [/(\b[a-z][a-z0-9+.-]{1,12}:\/\/[^\s:@/]{0,128}:)[^\s"']{1,256}(?=@)/gi, `$1${cut}`],
  // Hashes and reversible encodings wherever they stand.
  [/\$(?:1|5|6|8|9|14|nt|2y|sha1|sha256|sha512)\$[^\s"';]+/gi, cut],
];

/** `so`, `sou`, … as a pattern. */
function abbreviated(word: string): string {
  return word.slice(0, 2) + [...word.slice(2)].reduceRight((rest, letter) => `(?:${letter}${rest})?`, "");
}

/** The command with every password, key and community cut out; what remains is as it was typed. */
export function cutSecrets(command: string): string {
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), command);
}
