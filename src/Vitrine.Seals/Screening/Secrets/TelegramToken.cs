namespace Vitrine.Seals;

/// <summary>Telegram bot tokens.</summary>
internal sealed class TelegramToken() : SecretRule(
    "telegram-token",
    "Telegram bot token",
    FindingSeverity.High,
    [":AA"],
    """(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])""")
{
    public override string Description => "A token with which a bot is controlled and its messages are read.";
}
