namespace Vitrine.Log;

/// <summary>The names in a log's folder.</summary>
/// <remarks>Served: <c>checkpoint</c> and <c>tile/</c>, and <c>statement/</c> beside a centre's log. Private to the writer: <c>.state/journal</c> and temporary files beside it.</remarks>
internal static class LogFolder
{
    public const string Checkpoint = "checkpoint";
    public const string Tiles = "tile";
    public const string Statements = "statement";
    public const string State = ".state";
    public const string Journal = "journal";
}
