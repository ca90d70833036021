using System.Text.RegularExpressions;

namespace Vitrine.Seals;

/// <summary>What a reviewer reads first of what changed, with the reason: by names of paths alone, so that anybody can follow it.</summary>
internal static partial class ReviewOrder
{
    /// <summary>Where a path stands: 0 is read first; and why.</summary>
    public static (int Rank, string Reason) Of(string path)
    {
        // What is read last comes first here: a test of the update code is a test.
        if (Translation().IsMatch(path))
        {
            return (7, "translation");
        }

        if (Test().IsMatch(path))
        {
            return (6, "test");
        }

        if (Document().IsMatch(path))
        {
            return (5, "documentation");
        }

        return Build().IsMatch(path) ? (1, "build: it decides what is shipped")
            : Update().IsMatch(path) ? (0, "update: it decides what runs next")
            : Privilege().IsMatch(path) ? (0, "privileges and sign-in")
            : Crypto().IsMatch(path) ? (1, "cryptography")
            : Parser().IsMatch(path) ? (2, "reads input from outside")
            : Network().IsMatch(path) ? (2, "network")
            : (3, "code");
    }

    [GeneratedRegex(@"(^|/)(po|locale|locales|translations|i18n|l10n)/|\.(po|pot|xlf|resx)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Translation();

    [GeneratedRegex(@"(^|/)(tests?|testing|testsuite|selftests?|spec|fixtures|testdata|mocks?)/|(_test|\.test|\.spec|tests)\.[a-z]+$|(^|/)test_[^/]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Test();

    [GeneratedRegex(@"(^|/)(docs?|documentation|man|examples?|samples?)/|\.(md|rst|txt|adoc|html?|[1-8])$|(^|/)(README|NEWS|AUTHORS|COPYING|LICENSE|ChangeLog|MAINTAINERS|THANKS)[^/]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Document();

    [GeneratedRegex(@"(^|/)(Makefile|GNUmakefile|Kbuild|Kconfig|CMakeLists|configure|meson|Dockerfile|build|package|Directory\.Build|WORKSPACE|BUILD|Cargo|setup|pyproject|pom|rules|control)[^/]*$|\.(mk|mak|m4|ac|am|in|cmake|gradle|csproj|vcxproj|sln|targets|props|spec|bazel|nix|ps1|sh|bat)$|(^|/)(\.github|\.gitlab-ci|ci|debian|scripts?)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Build();

    [GeneratedRegex(@"updat|upgrad|install|patcher|firmware|download|deploy", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Update();

    [GeneratedRegex(@"auth|login|passw|privil|permission|capabilit|security|cred|sudo|setuid|session|account|access|acl|policy|token|seccomp|selinux|apparmor", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Privilege();

    [GeneratedRegex(@"crypt|cipher|ssl|tls|(^|[/_-])(aes|rsa|sha[0-9]*|md5|hmac|ecdsa|ed25519|dh|rng|random|key|keys|keyring|sign|signing|verify|cert|x509|pkcs[0-9]*)([/_.-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Crypto();

    [GeneratedRegex(@"pars|decod|lexer|scanner|inflate|unpack|unzip|deserial|asn1|json|xml|yaml|format|codec|image|font|(^|/)fs/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parser();

    [GeneratedRegex(@"(^|/)(net|network|http|smtp|ftp|dns|rpc|socket)[^/]*(/|\.)|server|client|protocol", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Network();
}
