using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What a gate remembers between decisions, so that nobody can take it back in time. A value: a decision gives a new one.</summary>
/// <remarks>
/// Canonical JSON; bounds: <see cref="MaxBytes"/>. It is as trusted as the folder it lies in: whoever can write there can make the gate
/// forget. Docs: docs/design/gate.md.
/// </remarks>
public sealed class GateState
{
    /// <summary>Bytes in a state, at most: 4 MiB.</summary>
    public const int MaxBytes = CanonicalJson.MaxBytes;

    private const ulong Version = 1;
    private const int MaxItems = 65_536;

    internal GateState(
        DateTimeOffset? newestTime,
        ImmutableSortedDictionary<string, SeenLog> logs,
        ImmutableSortedDictionary<string, AcceptedRelease> products)
    {
        NewestTime = newestTime;
        Logs = logs;
        Products = products;
    }

    /// <summary>Of a gate that has seen nothing.</summary>
    public static GateState Empty { get; } = new(
        null,
        ImmutableSortedDictionary.Create<string, SeenLog>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, AcceptedRelease>(StringComparer.Ordinal));

    /// <summary>The newest time that a witness or a status signer put its name to; null where none was seen.</summary>
    public DateTimeOffset? NewestTime { get; }

    /// <summary>Per log, by its origin.</summary>
    public ImmutableSortedDictionary<string, SeenLog> Logs { get; }

    /// <summary>Per product, by the policy's name for it.</summary>
    public ImmutableSortedDictionary<string, AcceptedRelease> Products { get; }

    /// <summary>Reads a state in its one spelling.</summary>
    /// <exception cref="GateStateFormatException">The bytes are anything else.</exception>
    public static GateState Parse(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return Read(new JsonMembers(CanonicalJson.ParseCanonical(utf8Json), "state", static m => new GateStateFormatException(m)));
        }
        catch (JsonFormatException e)
        {
            throw new GateStateFormatException("The state cannot be read: " + e.Message, e);
        }
    }

    /// <summary>The state's bytes.</summary>
    /// <exception cref="GateStateFormatException">There are more of them than a state may have.</exception>
    public byte[] ToJson()
    {
        try
        {
            return CanonicalJson.From(Write);
        }
        catch (JsonFormatException e)
        {
            throw new GateStateFormatException("The state has grown too large; use one state folder a log. " + e.Message, e);
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        if (NewestTime is { } time)
        {
            writer.WriteTime("newestTime", time);
        }

        writer.WriteStartArray("logs");
        foreach (var log in Logs.Values)
        {
            log.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("products");
        foreach (var (product, release) in Products)
        {
            release.Write(writer, product);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The state after a bundle's proofs were seen: larger checkpoints, newer statuses, a newer time. Says nothing of acceptance.</summary>
    internal GateState Seeing(Evidence evidence, StatusJudge status, DateTimeOffset? newestTime)
    {
        var logs = Logs.ToBuilder();
        foreach (var line in evidence.Lines)
        {
            var checkpoint = line.Logged.Checkpoint;
            if (!logs.TryGetValue(checkpoint.Origin, out var seen) || seen.Checkpoint.Size.Value < checkpoint.Size.Value)
            {
                logs[checkpoint.Origin] = new SeenLog(checkpoint.Checkpoint, line.Bundle.Checkpoint, seen?.Statuses ?? []);
            }
        }

        foreach (var said in status.Newest)
        {
            var origin = said.Line.Logged.Checkpoint.Origin;
            if (logs.TryGetValue(origin, out var seen))
            {
                logs[origin] = seen.With(said.Line.Bundle);
            }
        }

        return new GateState(newestTime, logs.ToImmutable(), Products);
    }

    /// <summary>The state after a release was accepted.</summary>
    internal GateState Accepting(string product, ReleaseFacts release, string origin) => new(
        NewestTime,
        Logs,
        Products.SetItem(product, new AcceptedRelease(origin, release.Index, release.Said.Version, release.Said.Released, release.Statement)));

    private static GateState Read(JsonMembers state)
    {
        if (state.Count("version") != Version)
        {
            throw state.Fault("version", $"is not {Version}");
        }

        DateTimeOffset? time = state.Has("newestTime") ? state.Time("newestTime") : null;
        var logs = Empty.Logs.ToBuilder();
        foreach (var log in state.Array("logs", MaxItems, SeenLog.Read))
        {
            if (!logs.TryAdd(log.Origin, log))
            {
                throw state.Fault("logs", "names a log twice");
            }
        }

        var products = Empty.Products.ToBuilder();
        foreach (var (product, release) in state.Array("products", MaxItems, AcceptedRelease.Read))
        {
            if (!products.TryAdd(product, release))
            {
                throw state.Fault("products", "names a product twice");
            }
        }

        state.End();
        return new GateState(time, logs.ToImmutable(), products.ToImmutable());
    }
}

/// <summary>The release of a product that was accepted last.</summary>
/// <param name="Origin">The log it is in.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Version">Its version's name.</param>
/// <param name="Released">When the vendor says it was released; an old release that someone logs again keeps its old time.</param>
/// <param name="Statement">SHA-256 of its statement's payload.</param>
public sealed record AcceptedRelease(string Origin, LogIndex Index, string Version, DateTimeOffset Released, Digest Statement)
{
    internal static (string Product, AcceptedRelease Release) Read(JsonMembers members)
    {
        var product = members.Text("product");
        var read = new AcceptedRelease(
            members.Text("origin", 255),
            new LogIndex(BundleJson.Int64(members, "index")),
            members.Text("version"),
            members.Time("released"),
            members.Digest("statement"));
        members.End();
        return (product, read);
    }

    internal void Write(Utf8JsonWriter writer, string product)
    {
        writer.WriteStartObject();
        writer.WriteString("product", product);
        writer.WriteString("origin", Origin);
        writer.WriteString("index", Index.ToString());
        writer.WriteString("version", Version);
        writer.WriteTime("released", Released);
        writer.WriteString("statement", Statement.ToHex());
        writer.WriteEndObject();
    }
}
