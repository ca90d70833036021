using Vitrine.Log;

namespace Vitrine.Cli;

/// <summary>A log that somebody names: a folder, or the URL under which its tiles are served.</summary>
internal sealed class LogPlace : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private LogPlace(ILogSource source) => Source = source;

    /// <summary>The log.</summary>
    public ILogSource Source { get; }

    /// <summary>Whether a text names a place on the network.</summary>
    public static bool IsUrl(string where) => where.StartsWith("http://", StringComparison.Ordinal) || where.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Nothing is read yet.</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static LogPlace Open(string where)
    {
        try
        {
            return IsUrl(where) ? new LogPlace(new HttpLogSource(where, Patience, TimeProvider.System))
                : Directory.Exists(where) ? new LogPlace(new FolderLogSource(where))
                : throw new BadInputException($"There is no folder {where}. Name a log's folder, or the URL of its tiles.");
        }
        catch (ArgumentException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (Source as IDisposable)?.Dispose();
}
