using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>--key-file FILE</c> and <c>--passphrase</c>: what a host keeps so that the centre alone cannot open its seal. Neither is ever an argument itself.</summary>
internal static class SealKeyOptions
{
    public static Option<string> KeyFile { get; } = new("--key-file") { Description = "The host's key file, kept elsewhere than the centre (make one with: openssl rand -hex -out FILE 32).", HelpName = "FILE" };

    public static Option<bool> Passphrase { get; } = new("--passphrase") { Description = "Ask for the host's passphrase on the terminal (or read it from the first line of standard input)." };

    /// <summary>The key that was named; null where none was.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="isNew">Whether a seal is to be locked by it: then a passphrase is asked for twice and must not be weak.</param>
    public static HostKey? Read(ParseResult parsed, bool isNew)
    {
        var file = parsed.GetValue(KeyFile);
        if (file is not null && parsed.GetValue(Passphrase))
        {
            throw new BadInputException("Give --key-file or --passphrase, not both.");
        }

        if (file is not null)
        {
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

        return parsed.GetValue(Passphrase) ? HostKey.FromPassphrase(Ask(isNew)) : null;
    }

    private static string Ask(bool isNew)
    {
        var given = Terminal.ReadSecret("Passphrase: ");
        if (string.IsNullOrEmpty(given))
        {
            throw new BadInputException("No passphrase was given.");
        }

        if (isNew && Passwords.Weakness(given, "") is { } weakness)
        {
            throw new BadInputException($"The passphrase is too weak. {weakness}");
        }

        return !isNew || !Terminal.IsTyped || Terminal.ReadSecret("Once more: ") == given ? given : throw new BadInputException("The two differ.");
    }
}
