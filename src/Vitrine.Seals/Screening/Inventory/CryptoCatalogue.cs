using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>What the export lists ask of, as far as the kind of an asset says.</summary>
internal enum CryptoClass
{
    /// <summary>A symmetric cipher with keys of more than 56 bits.</summary>
    Symmetric,

    /// <summary>A symmetric cipher with keys of 56 bits or fewer.</summary>
    Weak,

    /// <summary>Public keys that rest on factors, discrete logarithms or curves.</summary>
    PublicKey,

    /// <summary>Public keys that rest on lattices or hashes.</summary>
    PostQuantum,

    /// <summary>Signatures alone.</summary>
    Signature,

    /// <summary>Hashes, codes that authenticate, derivations of keys, random bits.</summary>
    Integrity,

    /// <summary>A protocol that encrypts what is sent.</summary>
    Protocol,

    /// <summary>A library with many of these.</summary>
    Library,
}

/// <summary>A kind of cryptography.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Primitive">CycloneDX 1.6's word; of protocols their type, of libraries "library".</param>
/// <param name="Functions">CycloneDX's crypto functions.</param>
/// <param name="Class">What the export question is asked by.</param>
internal sealed record CryptoKind(string Name, string Primitive, string Functions, CryptoClass Class);

/// <summary>The names, constants and libraries by which cryptography is told.</summary>
internal static class CryptoCatalogue
{
    private const string Cipher = "encrypt decrypt";
    private const string Exchange = "keygen";

    /// <summary>Kinds by a part of a name, in lower case.</summary>
    public static FrozenDictionary<string, CryptoKind> Parts { get; } = Make(
        ("aes rijndael", new("AES", "block-cipher", Cipher, CryptoClass.Symmetric)), ("des", new("DES", "block-cipher", Cipher, CryptoClass.Weak)),
        ("3des tripledes desede des3 tdes", new("3DES", "block-cipher", Cipher, CryptoClass.Symmetric)), ("blowfish", new("Blowfish", "block-cipher", Cipher, CryptoClass.Symmetric)),
        ("twofish", new("Twofish", "block-cipher", Cipher, CryptoClass.Symmetric)), ("serpent", new("Serpent", "block-cipher", Cipher, CryptoClass.Symmetric)), ("camellia", new("Camellia", "block-cipher", Cipher, CryptoClass.Symmetric)),
        ("sm4", new("SM4", "block-cipher", Cipher, CryptoClass.Symmetric)), ("cast5 cast128 cast6", new("CAST", "block-cipher", Cipher, CryptoClass.Symmetric)), ("kuznyechik grasshopper magma", new("GOST", "block-cipher", Cipher, CryptoClass.Symmetric)),
        ("rc4 arc4 arcfour", new("RC4", "stream-cipher", Cipher, CryptoClass.Symmetric)), ("rc2", new("RC2", "block-cipher", Cipher, CryptoClass.Symmetric)), ("rc5", new("RC5", "block-cipher", Cipher, CryptoClass.Symmetric)),
        ("chacha20 chacha chacha8 chacha12 xchacha20", new("ChaCha20", "stream-cipher", Cipher, CryptoClass.Symmetric)), ("salsa20 xsalsa20", new("Salsa20", "stream-cipher", Cipher, CryptoClass.Symmetric)),
        ("md4", new("MD4", "hash", "digest", CryptoClass.Integrity)), ("md5", new("MD5", "hash", "digest", CryptoClass.Integrity)), ("sha1", new("SHA-1", "hash", "digest", CryptoClass.Integrity)),
        ("sha224 sha256 sha384 sha512", new("SHA-2", "hash", "digest", CryptoClass.Integrity)), ("sha3 keccak", new("SHA-3", "hash", "digest", CryptoClass.Integrity)), ("shake128 shake256", new("SHAKE", "xof", "digest", CryptoClass.Integrity)),
        ("blake2 blake2b blake2s blake3", new("BLAKE", "hash", "digest", CryptoClass.Integrity)), ("ripemd160 rmd160", new("RIPEMD-160", "hash", "digest", CryptoClass.Integrity)), ("whirlpool", new("Whirlpool", "hash", "digest", CryptoClass.Integrity)),
        ("sm3", new("SM3", "hash", "digest", CryptoClass.Integrity)), ("streebog", new("Streebog", "hash", "digest", CryptoClass.Integrity)),
        ("hmac", new("HMAC", "mac", "tag", CryptoClass.Integrity)), ("cmac", new("CMAC", "mac", "tag", CryptoClass.Integrity)), ("poly1305", new("Poly1305", "mac", "tag", CryptoClass.Integrity)),
        ("pbkdf2", new("PBKDF2", "kdf", "keyderive", CryptoClass.Integrity)), ("scrypt", new("scrypt", "kdf", "keyderive", CryptoClass.Integrity)), ("bcrypt", new("bcrypt", "kdf", "keyderive", CryptoClass.Integrity)),
        ("argon2 argon2id argon2i argon2d", new("Argon2", "kdf", "keyderive", CryptoClass.Integrity)), ("hkdf", new("HKDF", "kdf", "keyderive", CryptoClass.Integrity)), ("drbg", new("DRBG", "drbg", "generate", CryptoClass.Integrity)),
        ("rsa", new("RSA", "pke", "keygen encrypt decrypt sign verify", CryptoClass.PublicKey)), ("dsa", new("DSA", "signature", "keygen sign verify", CryptoClass.Signature)),
        ("diffiehellman dhe", new("Diffie-Hellman", "key-agree", Exchange, CryptoClass.PublicKey)), ("ecdh ecdhe", new("ECDH", "key-agree", Exchange, CryptoClass.PublicKey)), ("ecdsa", new("ECDSA", "signature", "keygen sign verify", CryptoClass.Signature)),
        ("ed25519 ed448 eddsa", new("EdDSA", "signature", "keygen sign verify", CryptoClass.Signature)), ("x25519 curve25519 x448", new("X25519/X448", "key-agree", Exchange, CryptoClass.PublicKey)), ("sm2", new("SM2", "pke", "keygen encrypt decrypt sign verify", CryptoClass.PublicKey)),
        ("elgamal", new("ElGamal", "pke", "keygen encrypt decrypt", CryptoClass.PublicKey)), ("paillier", new("Paillier", "pke", "keygen encrypt decrypt", CryptoClass.PublicKey)),
        ("mlkem kyber", new("ML-KEM", "kem", "keygen encapsulate decapsulate", CryptoClass.PostQuantum)), ("mldsa dilithium", new("ML-DSA", "signature", "keygen sign verify", CryptoClass.Signature)), ("slhdsa sphincs", new("SLH-DSA", "signature", "keygen sign verify", CryptoClass.Signature)),
        ("tls dtls tlsv1 tls12 tls13 ssl sslv3 tlsv12 tlsv13", new("TLS", "tls", "", CryptoClass.Protocol)), ("ipsec ikev2 ikev1", new("IPsec", "ipsec", "", CryptoClass.Protocol)), ("ssh ssh2", new("SSH", "ssh", "", CryptoClass.Protocol)),
        ("wireguard", new("WireGuard", "other", "", CryptoClass.Protocol)), ("kerberos krb5", new("Kerberos", "other", "", CryptoClass.Protocol)), ("openpgp pgp gnupg", new("OpenPGP", "other", "", CryptoClass.Protocol)), ("srtp", new("SRTP", "other", "", CryptoClass.Protocol)));

    /// <summary>Names under which libraries are taken in.</summary>
    public static IReadOnlyList<(string Text, string Library)> Libraries { get; } =
    [
        ("openssl/", "OpenSSL"), ("-lcrypto", "OpenSSL"), ("-lssl", "OpenSSL"), ("mbedtls/", "Mbed TLS"), ("wolfssl/", "wolfSSL"), ("gnutls/", "GnuTLS"), ("gcrypt.h", "Libgcrypt"), ("nettle/", "Nettle"),
        ("sodium.h", "libsodium"), ("botan/", "Botan"), ("cryptopp/", "Crypto++"), ("pk11pub.h", "NSS"), ("wincrypt.h", "Windows CryptoAPI"), ("bcrypt.h", "Windows CNG"), ("schannel.h", "Windows Schannel"),
        ("CommonCrypto/", "CommonCrypto"), ("Security/Security.h", "Apple Security"), ("javax.crypto", "Java Cryptography Extension"), ("java.security.", "Java Security"), ("org.bouncycastle", "Bouncy Castle"),
        ("System.Security.Cryptography", ".NET cryptography"), ("\"crypto/", "Go crypto"), ("golang.org/x/crypto", "Go x/crypto"), ("cryptography.hazmat", "pyca/cryptography"), ("Crypto.Cipher", "PyCryptodome"),
        ("import hashlib", "Python hashlib"), ("import ssl", "Python ssl"), ("import nacl", "PyNaCl"), ("'crypto'", "Node.js crypto"), ("\"crypto\"", "Node.js crypto"), ("node:crypto", "Node.js crypto"), ("crypto-js", "CryptoJS"),
        ("node-forge", "Forge"), ("tweetnacl", "TweetNaCl"), ("crypto.subtle", "Web Cryptography"), ("use ring::", "ring"), ("use rustls", "rustls"), ("<crypto/", "Linux kernel crypto"), ("<linux/crypto.h", "Linux kernel crypto"),
    ];

    /// <summary>Constants that an implementation of its own needs, as code writes them; the algorithm's name as in <see cref="Parts"/>.</summary>
    public static IReadOnlyList<(string Text, string Part)> Constants { get; } =
    [
        ("0x63, 0x7c, 0x77", "aes"), ("0x63,0x7c,0x77", "aes"), ("99, 124, 119, 123", "aes"), ("0xc66363a5", "aes"), ("0x428a2f98d728ae22", "sha512"), ("0x428a2f98", "sha256"), ("0x6a09e667", "sha256"),
        ("0xc3d2e1f0", "sha1"), ("0x5a827999", "sha1"), ("0xd76aa478", "md5"), ("0x8000000080008081", "sha3"), ("0x0000000000008082", "sha3"), ("0x243f6a88", "blowfish"), ("0x61707865", "chacha20"), ("expand 32-byte k", "chacha20"),
        ("0xa09e667f3bcc908b", "camellia"), ("0x7380166f", "sm3"), ("0xa3b1bac6", "sm4"), ("0x50a28be6", "ripemd160"), ("14, 4, 13, 1, 2, 15, 11, 8", "des"), ("14,  4, 13,  1,  2, 15, 11,  8", "des"), ("0x02080800, 0x00080000", "des"),
        ("0xffffffffc90fdaa2", "diffiehellman"), ("ffffffffffffffffc90fdaa2", "diffiehellman"), ("ffffffff00000001000000000000000000000000ffffffff", "ecdsa"), ("0x9e3779b9, 0xb7e15163", "rc5"),
    ];

    /// <summary>CycloneDX's modes by a part of a name.</summary>
    public static FrozenSet<string> Modes { get; } = "cbc ecb ccm gcm cfb ofb ctr xts siv ocb eax".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, CryptoKind> Make(params (string Words, CryptoKind Kind)[] kinds) =>
        kinds.SelectMany(one => one.Words.Split(' ').Select(word => KeyValuePair.Create(word, one.Kind))).ToFrozenDictionary(StringComparer.Ordinal);
}
