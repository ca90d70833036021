using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>
/// What a reviewer reads first of what changed, with the reason: by the words of a path alone (<c>src/UpdateClient.c</c> has src, update, client), so that anybody can follow it.
/// </summary>
internal static class ReviewOrder
{
    private static readonly (int Rank, string Reason, FrozenSet<string> Words)[] Subjects =
    [
        Subject(0, "update: it decides what runs next", "update updates updater upgrade upgrader install installer installation patcher firmware ota bootloader autoupdate"),
        Subject(0, "privileges and sign-in", "auth authn authz authenticate authentication authorization login logon signin passwd password passwords privilege privileges permission permissions capability security secure credential credentials cred sudo su setuid pam acl rbac role roles seccomp selinux apparmor capabilities sandbox"),
        Subject(1, "cryptography", "crypto cryptography crypt cipher ciphers ssl tls aes rsa sha md5 hmac ecdsa ed25519 dh rng random key keys keyring keystore sign signing signature signatures verify verifier cert certs x509 pkcs"),
        Subject(2, "reads input from outside", "parse parser parsers parsing decode decoder decoders lexer scanner inflate unpack unzip deserialize asn1 json xml yaml codec codecs image font format formats fs reader demux"),
        Subject(2, "network", "net network http https smtp ftp dns rpc socket sockets server client protocol tcp udp listener proxy"),
    ];

    private static readonly FrozenSet<string> BuildNames = Set("makefile gnumakefile kbuild kconfig cmakelists.txt configure configure.ac configure.in meson.build dockerfile build workspace cargo.toml setup.py setup.cfg pyproject.toml pom.xml package.json rules control jenkinsfile");
    private static readonly FrozenSet<string> BuildKinds = Set("mk mak m4 ac am in cmake gradle csproj vcxproj sln slnx targets props bazel nix ps1 sh bash bat cmd spec");
    private static readonly FrozenSet<string> BuildFolders = Set(".github .gitlab ci debian scripts script build");
    private static readonly FrozenSet<string> TestWords = Set("test tests testing testsuite selftest selftests fixtures fixture testdata mock mocks spec specs vectors");
    private static readonly FrozenSet<string> TranslationFolders = Set("po locale locales translations i18n l10n");
    private static readonly FrozenSet<string> DocumentFolders = Set("doc docs documentation man example examples sample samples");
    private static readonly FrozenSet<string> DocumentKinds = Set("md rst txt adoc html htm 1 2 3 4 5 6 7 8 tex");
    private static readonly FrozenSet<string> DataKinds = Set("json csv xml svg png jpg jpeg gif ico bin dat pem lock css ttf woff woff2 dts dtsi");

    /// <summary>Where a path stands, from 0, which is read first; and why.</summary>
    public static (int Rank, string Reason) Of(string path)
    {
        var names = path.ToLowerInvariant().Split('/');
        var (file, folders) = (names[^1], names[..^1]);
        var dot = file.LastIndexOf('.');
        var kind = dot < 0 ? "" : file[(dot + 1)..];
        var words = Words(path);

        // What is read last comes first here: a test of the update code is a test.
        if (kind is "po" or "pot" or "xlf" or "resx" || folders.Any(TranslationFolders.Contains))
        {
            return (7, "translation");
        }

        if (words.Any(TestWords.Contains))
        {
            return (6, "test");
        }

        if (BuildNames.Contains(file) || BuildKinds.Contains(kind) || folders.Any(BuildFolders.Contains))
        {
            return (1, "build: it decides what is shipped");
        }

        if (DocumentKinds.Contains(kind) || folders.Any(DocumentFolders.Contains))
        {
            return (5, "documentation");
        }

        if (DataKinds.Contains(kind))
        {
            return (4, "data");
        }

        foreach (var (rank, reason, subject) in Subjects)
        {
            if (words.Any(subject.Contains))
            {
                return (rank, reason);
            }
        }

        return (3, "code");
    }

    /// <summary>The words of a path, in lower case: parted by all that is no letter or digit, and where a capital follows a small letter.</summary>
    private static List<string> Words(string path)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= path.Length; i++)
        {
            var isInside = i < path.Length && char.IsLetterOrDigit(path[i]);
            var isNew = isInside && i > start && char.IsUpper(path[i]) && (char.IsLower(path[i - 1]) || (i + 1 < path.Length && char.IsLower(path[i + 1])));
            if (isInside && !isNew)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(path[start..i].ToLowerInvariant());
            }

            start = isInside ? i : i + 1;
        }

        return words;
    }

    private static (int Rank, string Reason, FrozenSet<string> Words) Subject(int rank, string reason, string words) => (rank, reason, Set(words));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
