using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>--key-file FILE</c> and <c>--passphrase</c>: what a host keeps so that the centre alone cannot open its seal. Neither is ever an argument itself.</summary>
internal static class SealKeyOptions
{
    public static Option<string> KeyFile { get; } = new("--key-file") { Description = "The host's key file, kept elsewhere than the centre (make one with: openssl rand -hex -out FILE 32).", HelpName = "FILE" };

    /// <summary>For commands that lock.</summary>
    public static Option<bool> NewPassphrase { get; } = new("--passphrase") { Description = "Lock it with a passphrase: asked for twice on a terminal, otherwise the first line of standard input." };

    /// <summary>For commands that read what is locked.</summary>
    public static Option<bool> GivenPassphrase { get; } = new("--passphrase") { Description = "Take the host's passphrase from the first line of standard input. On a terminal it is asked for anyway." };

    /// <summary>The key under which a seal is to be locked: a passphrase is asked for twice and must not be weak. Null where none was named.</summary>
    public static HostKey? ToLock(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(KeyFile);
        if (file is not null && parsed.GetValue(NewPassphrase))
        {
            throw new BadInputException("Give --key-file or --passphrase, not both.");
        }

        return file is not null ? FromFile(file) : parsed.GetValue(NewPassphrase) ? HostKey.FromPassphrase(Chosen(cancellationToken)) : null;
    }

    /// <summary>What was given to open seals.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="isAskedLater">Whether a passphrase is asked for on a terminal once it is known that it is needed.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    public static IEnumerable<HostKey> Given(ParseResult parsed, bool isAskedLater, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(KeyFile) is { } file)
        {
            yield return FromFile(file);
        }

        if (parsed.GetValue(GivenPassphrase) && !(isAskedLater && Terminal.IsTyped))
        {
            yield return HostKey.FromPassphrase(Passphrase("Passphrase: ", cancellationToken));
        }
    }

    /// <summary>A passphrase that is typed, or piped in.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string Passphrase(string prompt, CancellationToken cancellationToken) =>
        Terminal.ReadSecret(prompt, cancellationToken) is { Length: > 0 } given ? given
        : throw new BadInputException(Terminal.IsTyped ? "No passphrase was typed." : "--passphrase takes the passphrase from the first line of standard input, and there is none.");

    private static HostKey FromFile(string file)
    {
        if (file.Length == 0)
        {
            throw new BadInputException("--key-file names no file.");
        }

        try
        {
            return HostKey.FromFile(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"The key file {file} cannot be read: {unreadable.Message}");
        }
        catch (SealFormatException malformed)
        {
            throw new BadInputException(malformed.Message);
        }
    }

    private static string Chosen(CancellationToken cancellationToken)
    {
        var chosen = Passphrase("Passphrase: ", cancellationToken);
        if (Passwords.Weakness(chosen, "") is { } weakness)
        {
            throw new BadInputException($"The passphrase is too weak. {weakness}");
        }

        return !Terminal.IsTyped || Terminal.ReadSecret("Once more: ", cancellationToken) == chosen ? chosen : throw new BadInputException("The two differ.");
    }
}
