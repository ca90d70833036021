using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What a gate remembers of one log.</summary>
/// <remarks>The checkpoint was verified when it was kept; the statuses are verified again, under the policy of the day, whenever they are used.</remarks>
public sealed class SeenLog
{
    private const int MaxStatuses = 64;

    internal SeenLog(Checkpoint checkpoint, ImmutableArray<byte> note, ImmutableArray<SigstoreBundle> statuses)
    {
        Checkpoint = checkpoint;
        Note = note;
        Statuses = statuses;
    }

    /// <summary>The log's name.</summary>
    public string Origin => Checkpoint.Origin;

    /// <summary>The largest checkpoint that was accepted.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The same, signed, byte for byte.</summary>
    public ImmutableArray<byte> Note { get; }

    /// <summary>The newest status of each signer.</summary>
    public ImmutableArray<SigstoreBundle> Statuses { get; }

    /// <summary>Keeps a signer's newest status in place of the one held of the same signer.</summary>
    internal SeenLog With(SigstoreBundle status) =>
        new(Checkpoint, Note, [.. Statuses.Where(s => !s.Entry.Key.Equals(status.Entry.Key)).TakeLast(MaxStatuses - 1), status]);

    internal static SeenLog Read(JsonMembers members)
    {
        var origin = members.Text("origin", 255);
        var note = Encoding.UTF8.GetBytes(members.Raw("checkpoint"));
        if (!Proofs.Note.TryParse(note, out var parsed) || !Checkpoint.TryParse(parsed.Text.Span, out var checkpoint) || checkpoint.Origin != origin)
        {
            throw members.Fault("checkpoint", "is no checkpoint of this log");
        }

        var statuses = ImmutableArray.CreateBuilder<SigstoreBundle>();
        foreach (var element in members.Opaques("statuses", MaxStatuses))
        {
            try
            {
                statuses.Add(SigstoreBundle.Parse(CanonicalJson.Canonicalize(element)));
            }
            catch (BundleFormatException e)
            {
                throw members.Fault("statuses", "holds what is no bundle: " + e.Message);
            }
        }

        members.End();
        return new SeenLog(checkpoint, [.. note], statuses.ToImmutable());
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("origin", Origin);
        writer.WriteString("checkpoint", Encoding.UTF8.GetString(Note.AsSpan()));
        writer.WriteStartArray("statuses");
        foreach (var status in Statuses)
        {
            writer.WriteRawValue(status.ToJson());
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
