using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vitrine.Artifacts;

public sealed partial record MemberTree
{
    private static readonly JsonWriterOptions _jsonOptions = new() { Indented = true, NewLine = "\n" };

    /// <summary>The tree as UTF-8 JSON, indented, ending without a line feed. docs/formats/artifacts.md names its members.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _jsonOptions))
        {
            json.WriteStartObject();
            json.WriteStartArray("members");
            foreach (var member in Members)
            {
                Write(json, member);
            }

            json.WriteEndArray();
            json.WriteNumber("unpackedBytes", UnpackedBytes);
            json.WriteBoolean("complete", IsComplete);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The tree for people: a line a member, with what is odd or was not opened. Ends with a line feed.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var member in Members)
        {
            var digest = member.HasContent ? member.Digest.ToHex()[..12] : new string(' ', 12);
            var mode = member.Mode is { } bits ? Convert.ToString(bits, 8).PadLeft(4, '0') : "    ";
            text.Append(CultureInfo.InvariantCulture, $"{digest}  {member.Size,12:#,0}  {mode}  {What(member),-8}  {member.Path}");
            text.Append(member.Link is { } link ? " -> " + Printable.Shorten(Printable.Of(link)) : "");
            text.Append(member.Oddities == 0 ? "" : $"  ({string.Join(", ", Words(member.Oddities))})");
            text.Append(member.Fault is { } fault ? "  ✗ " + fault.Message : "").Append('\n');
        }

        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, Member member)
    {
        json.WriteStartObject();
        json.WriteString("path", member.Path);
        json.WriteNumber("parent", member.Parent);
        json.WriteString("kind", KindWord(member.Kind));
        json.WriteString("format", member.Format.ToWord());
        json.WriteNumber("size", member.Size);
        json.WriteString("sha256", member.HasContent ? member.Digest.ToHex() : null);
        json.WriteString("mode", member.Mode is { } mode ? Convert.ToString(mode, 8).PadLeft(4, '0') : null);
        if (member.Owner is { } owner)
        {
            json.WriteNumber("owner", owner);
        }

        if (member.Link is { } link)
        {
            json.WriteString("link", Printable.Of(link));
        }

        if (member.Content is { } content)
        {
            json.WriteStartObject("content");
            json.WriteString("format", content.Format.ToWord());
            json.WriteNumber("size", content.Size);
            json.WriteString("sha256", content.Digest.ToHex());
            json.WriteEndObject();
        }

        json.WriteStartArray("oddities");
        foreach (var word in Words(member.Oddities))
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
        if (member.Fault is { } fault)
        {
            json.WriteStartObject("fault");
            json.WriteString("reason", fault.Reason.ToWord());
            json.WriteNumber("offset", fault.Offset);
            json.WriteString("what", fault.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string What(Member member) => member.Kind == MemberKind.File ? member.Format.ToWord() : KindWord(member.Kind);

    private static string KindWord(MemberKind kind) => kind switch
    {
        MemberKind.File => "file",
        MemberKind.Folder => "folder",
        MemberKind.SymbolicLink => "link",
        MemberKind.HardLink => "hardlink",
        MemberKind.Special => "special",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static IEnumerable<string> Words(MemberOddities oddities) =>
        Enum.GetValues<MemberOddities>().Where(o => o != 0 && oddities.HasFlag(o)).Select(o => o switch
        {
            MemberOddities.AbsoluteName => "absolute-name",
            MemberOddities.StepsUp => "steps-up",
            MemberOddities.DuplicateName => "duplicate-name",
            MemberOddities.UnsafeCharacters => "unsafe-characters",
            MemberOddities.AbsoluteLink => "absolute-link",
            MemberOddities.LinkLeaves => "link-leaves",
            _ => throw new ArgumentOutOfRangeException(nameof(oddities)),
        });
}
