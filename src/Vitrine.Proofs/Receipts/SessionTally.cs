using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Counts one session's acts as the entries of a ledger, or an export of them, give them in order.</summary>
/// <remarks>
/// An act is the session's when its open part names it (<c>open.session</c>), whatever kind it is. Only canonical JSON is an act
/// (docs/formats/ledger.md); of its members this reads <c>n</c>, <c>at</c>, <c>kind</c>, <c>open.session</c> and <c>open.volume</c>.
/// </remarks>
public sealed class SessionTally
{
    private readonly string _session;
    private readonly byte[] _quoted;
    private readonly MerkleFrontier _tree = new();
    private readonly ulong[] _frames = new ulong[FrameVolumes.Words.Length];

    /// <summary>Counts the acts of this session.</summary>
    public SessionTally(string session)
    {
        ArgumentException.ThrowIfNullOrEmpty(session);
        _session = session;
        _quoted = Encoding.UTF8.GetBytes($"\"{session}\"");
    }

    /// <summary>The first of them, without a way to a root; null before there is any.</summary>
    public ReceiptedAct? First { get; private set; }

    /// <summary>The last of them so far.</summary>
    public ReceiptedAct? Last { get; private set; }

    /// <summary>How many were counted.</summary>
    public ulong Count => _tree.Size.Value;

    /// <summary>The root over them.</summary>
    public Digest Root => _tree.Root();

    /// <summary>The frames among them.</summary>
    public FrameVolumes Frames => new(_frames[0], _frames[1], _frames[2], _frames[3], _frames[4]);

    /// <summary>The acts of a session in a whole ledger, whose entries come from the first on.</summary>
    /// <exception cref="ReceiptFormatException">An entry that names the session is no act, or stands elsewhere than it says.</exception>
    public static SessionTally Of(string session, IEnumerable<ReadOnlyMemory<byte>> ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        var tally = new SessionTally(session);
        var index = 0UL;
        foreach (var entry in ledger)
        {
            if (tally.Add(entry.Span) && tally.Last!.Index.Value != index)
            {
                throw new ReceiptFormatException($"Entry {index} of the ledger says that it is entry {tally.Last.Index}.");
            }

            index++;
        }

        return tally;
    }

    /// <summary>Counts an act, if it is the session's; says whether it is.</summary>
    /// <exception cref="ReceiptFormatException">It names the session and is no act, or comes after one with a higher place.</exception>
    public bool Add(ReadOnlySpan<byte> entry)
    {
        if (entry.IndexOf(_quoted) < 0)
        {
            return false;
        }

        if (!TryRead(entry, out var act, out var volume))
        {
            return false;
        }

        if (Last is not null && act.Index.Value <= Last.Index.Value)
        {
            throw new ReceiptFormatException($"Act {act.Index} stands after act {Last.Index}.");
        }

        if (volume is not null)
        {
            var step = Array.IndexOf(FrameVolumes.Words, volume);
            _frames[step >= 0 ? step : throw new ReceiptFormatException($"Act {act.Index} has a volume that is no step.")]++;
        }

        _tree.Append(act.Leaf);
        First ??= act;
        Last = act;
        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> entry, out ReceiptedAct act, out string? volume)
    {
        try
        {
            var root = CanonicalJson.ParseCanonical(entry);
            var open = root.GetProperty("open");
            volume = open.TryGetProperty("volume", out var step) ? step.GetString() : null;
            act = new ReceiptedAct(
                new LogIndex(root.GetProperty("n").GetUInt64()),
                UtcTime.TryParse(root.GetProperty("at").GetString(), out var at) ? at : throw new ReceiptFormatException("An act's time cannot be read."),
                root.GetProperty("kind").GetString()!,
                Merkle.LeafHash(entry),
                []);
            return open.TryGetProperty("session", out var named) && named.ValueKind == JsonValueKind.String && named.GetString() == _session;
        }
        catch (Exception error) when (error is JsonFormatException or KeyNotFoundException or InvalidOperationException or FormatException and not ReceiptFormatException)
        {
            throw new ReceiptFormatException($"What names the session {_session} is no act: {error.Message}", error);
        }
    }
}
