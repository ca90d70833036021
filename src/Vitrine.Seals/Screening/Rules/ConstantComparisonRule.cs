using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Seals;

/// <summary>Constants that a password, a PIN or a name of a user is compared with: how back doors are built in (CWE-798, CWE-259).</summary>
internal sealed partial class ConstantComparisonRule : ScreeningRule
{
    private const int LongestCall = 240;
    private const int LongestLiteral = 130;
    private const int Around = 700;
    private const int After = 220;

    // The first are calls, from FirstOperator on the text begins or ends beside an operator.
    private static readonly string[] Calls =
    [
        "strcmp", "strncmp", "strcasecmp", "strncasecmp", "stricmp", "strequal", "streq", "memcmp", "wcscmp", "tcscmp", ".eq", ".compare", ".contentEquals", "__eq__", "compare_digest", "timingSafeEqual",
        "ConstantTimeCompare", "constant_time", "ct_eq", "FixedTimeEquals", "hash_equals", "lstrcmp", "str_cmp", "crypt_verify",
    ];

    private static readonly string[] Operators = ["== \"", "==\"", "== '", "=='", "!= \"", "!=\"", "!= '", "!='", "\" ==", "\"==", "' ==", "'==", "eq '", "eq \"", "== `", "==`", "!= `", "!=`"];
    private static readonly string[] Numbers = ["pin ==", "pin==", "passcode ==", "passcode==", "code ==", "code=="];

    private static readonly string[] Named =
    [
        .. from word in (string[])["password", "passwd", "passphrase", "passwort", "passcode", "pincode", "secret", "pwd", "pass", "pw"]
           from text in (string[])[$"{word} ==", $"{word}==", $"{word}) ==", $"{word} !=", $"{word}!=", $"{word} in ", $"{word} is ", $"{word} switch", $"switch {word}", $"switch ({word}", $"match {word}", $"== {word}", $"=={word}"]
           select text,
    ];

    private static readonly Anchor[] Starts =
    [
        .. Calls.Select(name => new Anchor(name, true)),
        .. Operators.Select(text => new Anchor(text)),
        .. Numbers.Select(text => new Anchor(text, true)),
        .. Named.Select(text => new Anchor(text, true)),
    ];

    private static readonly FrozenSet<string> Strong = Set("password passwd passphrase passwort passcode pwd pass pw psw pincode secret motdepasse contrasena mdp");
    private static readonly FrozenSet<string> Weak = Set("user username usr uname login account token credential credentials cred auth authtoken apikey otp");
    private static readonly FrozenSet<string> Hashed = Set("hash hashed digest md5 sha sha1 sha256 sha512 crypt crypted sum hexdigest");
    private static readonly FrozenSet<string> Plain = Set("pin p s u w in buf input line str in1 arg answer reply text val value data given entered key typed attempt");
    private static readonly FrozenSet<string> Gates = Set("auth authenticate authentication login logon signin password passwd passwort pass passphrase pwd credential credentials unlock authorize authorise backdoor pam");

    private static readonly FrozenSet<string> Ordinary = Set(
        "none null nil true false yes no on off required optional disabled enabled prompt ask file env stdin default text string number basic digest bearer negotiate ntlm plain "
        + "undefined anonymous guest nobody unknown empty password passwd pass username user login token secret pin root admin administrator system daemon everyone public private "
        + "object symbol boolean function hidden submit post get put delete head interactive keyboard publickey hostbased never always any all auto set unset exit quit stop help cancel "
        + "force prefer operator keyword identifier name value type comment eof end begin start error test changed expired invalid missing raw clear cleartext hash hashed locked x md5 sha1 sha256 "
        + "sha512 crypt bcrypt scrypt argon2 pkcs5 pbkdf2 base64 hex ldap kerberos session cookie code otp totp email phone");

    // Words of a protocol are written so.
    private static readonly System.Buffers.SearchValues<byte> Shouted = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);
    private static readonly System.Buffers.SearchValues<byte> Signs = System.Buffers.SearchValues.Create(" \t%\\/<>"u8);

    public override string Id => "constant-comparison";

    public override string Title => "Constant compared in authentication";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override ScreeningAudience Audience => ScreeningAudience.Both;

    public override string Description =>
        "A password, a PIN, a token or a user's name is compared with a constant text, number or hash. High where what is compared is named as a secret, or stands in code that is named as "
        + "authentication and grants something at once; medium where one of these is missing; low in tests and for names of users.";

    public override string FalsePositives =>
        "Parsers that compare tokens, and settings that are compared with their words. Left out are empty texts, single characters, options, formats, ordinary words such as none or prompt, and "
        + "names of schemes such as {SHA} or $1$.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        if (!file.Is(FileRole.Code))
        {
            return;
        }

        var text = file.Text;
        if (anchor < Calls.Length)
        {
            Call(file, at, Calls[anchor], hits);
        }
        else if (anchor < Calls.Length + Operators.Length)
        {
            Operator(file, text, at, Operators[anchor - Calls.Length], hits);
        }
        else if (anchor < Calls.Length + Operators.Length + Numbers.Length)
        {
            Number(file, text, at, Numbers[anchor - Calls.Length - Operators.Length], hits);
        }
        else
        {
            ByName(file, at, Named[anchor - Calls.Length - Operators.Length - Numbers.Length], hits);
        }
    }

    /// <summary>name(a, "text"), or a.name("text").</summary>
    private void Call(ScreenedFile file, int at, string name, Hits hits)
    {
        var text = file.Text;
        var open = at + name.Length;
        open += Alphabet.Run(text[open..], Alphabet.Word, 24);
        if (open >= text.Length || text[open] != '(')
        {
            return;
        }

        // Up to the end of the statement; calls may lie in it.
        var rest = text.Slice(open, Math.Min(LongestCall, text.Length - open));
        var end = rest.IndexOfAny((byte)';', (byte)'{');
        rest = end >= 0 ? rest[..end] : rest;
        var quote = Quote(rest);
        if (name[0] == '.' && at > 1 && text[at - 1] == '"')
        {
            // The constant stands first: "text".equals(a).
            var from = Math.Max(0, at - LongestLiteral);
            var start = text[from..(at - 1)].LastIndexOf((byte)'"');
            if (start >= 0)
            {
                Judge(file, from + start, text[(from + start + 1)..(at - 1)], CodeText.Parts(rest), hits);
            }

            return;
        }

        if (quote < 0)
        {
            CallOfNames(file, at, name, open, rest, hits);
            return;
        }

        if (!CodeText.TryLiteral(text, open + quote, LongestLiteral, out var literal))
        {
            return;
        }

        // A second constant right after it is a list of names, and no comparison of a variable.
        var others = new List<string>(CodeText.Parts(rest[..quote]));
        if (name[0] == '.' || (at > 0 && text[at - 1] == '.'))
        {
            others.AddRange(CodeText.Parts(CodeText.NameBefore(text, at)));
        }
        else
        {
            var behind = rest[Math.Min(rest.Length, quote + literal.Length + 2)..];
            var close = behind.IndexOf((byte)')');
            behind = close >= 0 ? behind[..close] : behind;

            // The constant once more, where its length is taken, names nothing.
            var again = behind.IndexOf(literal);
            others.AddRange(CodeText.Parts(again >= 0 ? behind[..again] : behind));
        }

        Judge(file, open + quote, literal, others, hits);
    }

    /// <summary>name == "text", or the other way round.</summary>
    private void Operator(ScreenedFile file, ReadOnlySpan<byte> text, int at, string mark, Hits hits)
    {
        if (mark[0] is '"' or '\'')
        {
            // The constant stands first; its beginning lies before.
            var from = Math.Max(0, at - LongestLiteral);
            var start = text[from..at].LastIndexOf((byte)mark[0]);
            var behind = at + mark.Length;
            while (behind < text.Length && text[behind] is (byte)'=' or (byte)' ')
            {
                behind++;
            }

            var length = 0;
            while (behind + length < text.Length && length < 64 && (Alphabet.Word.Contains(text[behind + length]) || text[behind + length] is (byte)'.' or (byte)'$'))
            {
                length++;
            }

            if (start >= 0 && length > 0 && text[(from + start)..at].IndexOf((byte)'\n') < 0)
            {
                Judge(file, from + start, text[(from + start + 1)..at], CodeText.Parts(text.Slice(behind, length)), hits);
            }

            return;
        }

        var quote = at + mark.Length - 1;
        if (mark.StartsWith("eq", StringComparison.Ordinal) && (at == 0 || text[at - 1] != ' '))
        {
            return;
        }

        if (CodeText.TryLiteral(text, quote, LongestLiteral, out var literal))
        {
            var left = at;
            while (left > 0 && text[left - 1] == '=')
            {
                left--;
            }

            var operand = CodeText.OperandBefore(text, left);
            if (!AsksForType(operand))
            {
                Judge(file, quote, literal, CodeText.Parts(operand), hits);
            }
        }
    }

    /// <summary>pin == 4711</summary>
    private void Number(ScreenedFile file, ReadOnlySpan<byte> text, int at, string mark, Hits hits)
    {
        var start = at + mark.Length;
        while (start < text.Length && text[start] is (byte)'=' or (byte)' ')
        {
            start++;
        }

        var length = Alphabet.Run(text[start..], Alphabet.Decimal, 13);
        var end = start + length;
        var name = CodeText.Parts(CodeText.NameBefore(text, at + mark.IndexOfAny([' ', '='])));
        if (length is < 4 or > 12 || (end < text.Length && (Alphabet.Word.Contains(text[end]) || text[end] == '.')) || (name.Count > 0 && name[^1] == "code" && !name.Exists(Strong.Contains)))
        {
            return;
        }

        if (GateOf(file, at) != Gate.None && !file.Parts.IsComment(at))
        {
            hits.Add(this, start, length, Lower(file, ScreeningSeverity.High), $"A PIN is compared with the constant {Secret.Mask(text.Slice(start, length))} in code that is named as authentication.");
        }
    }

    /// <param name="file">The file.</param>
    /// <param name="at">Where the constant, or its name, stands in the comparison.</param>
    /// <param name="literal">The constant.</param>
    /// <param name="names">The words of what it is compared with.</param>
    /// <param name="hits">Takes what is found.</param>
    /// <param name="constant">The name of the constant, where it has one.</param>
    private void Judge(ScreenedFile file, int at, ReadOnlySpan<byte> literal, List<string> names, Hits hits, string constant = "")
    {
        var isStrong = names.Exists(Strong.Contains) || (names.Contains("pin") && literal.IndexOfAnyExcept(Alphabet.Decimal) < 0);
        var isWeak = names.Exists(Weak.Contains) || names.Zip(names.Skip(1)).Any(pair => pair is ("api", "key"));
        var isHash = IsHash(literal);
        literal = Unescaped(literal);
        if (!(isStrong || isWeak || (isHash && names.Exists(Hashed.Contains)) || names.Exists(Plain.Contains)) || !(isHash || IsPlausible(literal) || (isStrong && LooksLikeAMessage(literal))) || file.Parts.IsComment(at))
        {
            return;
        }

        // One of many words that an input is compared with is a keyword of a format.
        if (!isStrong && !isHash && (IsOneOfMany(file.Text, at) || literal.IndexOfAnyExcept(Shouted) < 0))
        {
            return;
        }

        var gate = GateOf(file, at);
        var isGate = gate != Gate.None;
        var grants = Grants(file, at);
        ScreeningSeverity? severity = isHash ? (isStrong || isGate ? ScreeningSeverity.High : isWeak ? ScreeningSeverity.Medium : null)
            : isStrong ? (isGate || grants ? ScreeningSeverity.High : ScreeningSeverity.Medium)
            : isGate && grants ? (isWeak || gate == Gate.File ? ScreeningSeverity.Medium : ScreeningSeverity.High)
            : isWeak && LooksDrawn(literal) ? ScreeningSeverity.Medium
            : isGate && isWeak ? ScreeningSeverity.Low
            : null;
        if (isStrong && !isHash && !IsPlausible(literal))
        {
            severity = isGate ? ScreeningSeverity.Medium : null;
        }

        if (severity is { } found)
        {
            var what = isHash ? "a hash" : constant.Length > 0 ? $"the constant {constant}" : "a constant";
            hits.Add(
                this, at, Math.Min(constant.Length > 0 ? constant.Length : literal.Length + 2, file.Text.Length - at), Lower(file, found),
                $"{(isStrong ? "What is named as a secret" : isWeak ? "What is named as a user or token" : "An input")} is compared with {what}{(isGate ? ", in code that is named as authentication" : "")}"
                + $"{(grants ? ", and something is granted at once" : "")}: {Secret.Mask(literal)}.");
        }
    }

    private static bool IsOneOfMany(ReadOnlySpan<byte> text, int at)
    {
        const int Near = 400;
        const int Many = 4;
        var near = text[Math.Max(0, at - Near)..Math.Min(text.Length, at + Near)];
        return near.Count("cmp("u8) + near.Count("equals("u8) + near.Count("== \""u8) + near.Count("== '"u8) >= Many;
    }

    private static ScreeningSeverity Lower(ScreenedFile file, ScreeningSeverity severity) => file.Is(FileRole.Test) ? ScreeningSeverity.Low : severity;

    /// <summary>Whether the function or the file is named after authentication.</summary>
    private static Gate GateOf(ScreenedFile file, int at)
    {
        var byName = IsGate(CodeText.Parts(Encoding.UTF8.GetBytes(file.Path[(file.Path.LastIndexOf('/') + 1)..]))) ? Gate.File : Gate.None;

        // The nearest line before it that begins at the margin, or with a word that begins functions.
        var text = file.Text;
        var position = at;
        for (var lines = 0; lines < 40 && position > 0 && at - position < Around; lines++)
        {
            var start = file.LineStart(position, Around);
            var line = text[start..Math.Min(position, text.Length)];
            if (IsFunction(line))
            {
                var bracket = line.IndexOf((byte)'(');
                var isNamed = IsGate(CodeText.Parts(CodeText.NameBefore(line, bracket)));
                return isNamed ? Gate.Function : byName;
            }

            position = start - 1;
        }

        return byName;
    }

    /// <summary>A word for authentication; or one for checking before one for what is checked, for much is verified that lets nobody in.</summary>
    private static bool IsGate(List<string> parts) =>
        parts.Exists(part => Gates.Contains(part) || part.Contains("passw", StringComparison.Ordinal) || (part.StartsWith("auth", StringComparison.Ordinal) && !part.StartsWith("author", StringComparison.Ordinal)))
        || parts.Zip(parts.Skip(1)).Any(pair => pair.First is "verify" or "check" or "validate" or "valid" && pair.Second is "pin" or "user" or "code" or "secret" or "licence" or "license" or "admin" or "access");

    private static bool IsFunction(ReadOnlySpan<byte> line)
    {
        var trimmed = line.TrimStart(" \t"u8);
        var bracket = trimmed.IndexOf((byte)'(');
        if (bracket <= 0 || trimmed.StartsWith("if"u8) || trimmed.StartsWith("for"u8) || trimmed.StartsWith("while"u8) || trimmed.StartsWith("switch"u8) || trimmed.StartsWith("return"u8)
            || trimmed.StartsWith("el"u8) || trimmed.StartsWith("}"u8) || trimmed.EndsWith(";"u8))
        {
            return false;
        }

        var atMargin = trimmed.Length == line.Length && char.IsAsciiLetter((char)trimmed[0]);
        return atMargin || trimmed.StartsWith("def "u8) || trimmed.StartsWith("func"u8) || trimmed.StartsWith("fn "u8) || trimmed.StartsWith("pub"u8) || trimmed.StartsWith("private"u8)
            || trimmed.StartsWith("protected"u8) || trimmed.StartsWith("internal"u8) || trimmed.StartsWith("static"u8) || trimmed.StartsWith("async"u8) || trimmed.StartsWith("sub "u8)
            || trimmed.StartsWith("bool"u8) || trimmed.StartsWith("boolean"u8);
    }

    /// <summary>Whether what follows says yes: a return of success, or a word for it.</summary>
    private static bool Grants(ScreenedFile file, int at)
    {
        var text = file.Text;
        var next = text.Slice(at, Math.Min(After, text.Length - at));
        foreach (var word in (ReadOnlySpan<string>)["return 1", "return true", "return True", "return TRUE", "return OK", "return 0", "SUCCESS", "granted", "Granted", "authenticated =", "is_admin", "isAdmin", "return Ok", "return user", "uid = 0", "= true", "= 1;", "= True", "setuid(0", "accept", "_OK", "return nil", "ALLOW", "GRANT", "grant("])
        {
            if (next.IndexOf(Encoding.ASCII.GetBytes(word)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text that could be a password: no option, format, path, scheme or ordinary word.</summary>
    private static bool IsPlausible(ReadOnlySpan<byte> literal)
    {
        if (literal.Length is < 4 or > 64 || !Ascii.IsValid(literal) || literal.ContainsAny(Signs) || literal[0] is (byte)'-' or (byte)'$' or (byte)'{' or (byte)'.' or (byte)'*'
            || literal[^1] is (byte)':' or (byte)'=' or (byte)'}' or (byte)'.' or (byte)',' || literal.IndexOfAnyInRange((byte)'0', (byte)'z') < 0)
        {
            return false;
        }

        var parts = CodeText.Parts(literal);
        return parts.Count > 0 && !parts.TrueForAll(part => Ordinary.Contains(part) || Strong.Contains(part) || Weak.Contains(part) || (part.Length < 3 && parts.Count > 1));
    }

    private static bool IsHash(ReadOnlySpan<byte> literal) =>
        literal.Length is 32 or 40 or 56 or 64 or 96 or 128 && literal.IndexOfAnyExcept(Alphabet.Hex) < 0 && Secret.Entropy(literal) > 2.8;

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is named after authentication.</summary>
    private enum Gate
    {
        None,
        File,
        Function,
    }
}
