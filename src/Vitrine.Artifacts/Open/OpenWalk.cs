using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>One walk through a file: lists every member, visits those with bytes, and goes into what is a container.</summary>
internal sealed partial class OpenWalk(OpenLimits limits, long fileSize, Action<Member, ByteSource>? visit, CancellationToken cancellation)
{
    private const int BlockSize = 128 * 1024;
    private const int LongestStep = 1024;

    private readonly OpenBudget _budget = new(limits, fileSize, cancellation);
    private readonly List<Member> _members = [];
    private readonly byte[] _block = new byte[BlockSize];

    public MemberTree Run(ByteSource source, string name)
    {
        try
        {
            Add(new Entry(name) { Size = source.Length }, -1, 0, source);
        }
        catch (VisitorException visitor)
        {
            ExceptionDispatchInfo.Throw(visitor.InnerException!);
        }

        return new MemberTree([.. _members], _budget.Unpacked);
    }

    /// <summary>Lists a member, visits it, and goes into it.</summary>
    /// <param name="entry">What its container says of it.</param>
    /// <param name="parent">The place of its container; −1 for the file itself.</param>
    /// <param name="containers">Containers around it.</param>
    /// <param name="source">Its bytes.</param>
    private void Add(Entry entry, int parent, int containers, ByteSource source)
    {
        var format = FormatProbe.Of(source);
        var zip = format == ArtifactFormat.Zip ? TryReadZip(source, out format) : default;
        var digest = DigestOf(source);
        var member = List(entry, parent, format, source.Length, digest, hasContent: true);
        Visit(member, source);
        Enter(member, zip, containers, source);
    }

    private void Visit(Member member, ByteSource source)
    {
        try
        {
            visit?.Invoke(member, source);
        }
        catch (ArtifactFormatException fault)
        {
            throw new VisitorException(fault);
        }
    }

    /// <summary>Lists a member without bytes, or one whose bytes cannot be read.</summary>
    private Member List(Entry entry, int parent, ArtifactFormat format, long size, Digest digest, bool hasContent)
    {
        _budget.Count("archive");
        var step = StepOf(entry.Name);
        var member = new Member(parent < 0 ? step : $"{_members[parent].Path}!{step}", format, size, digest)
        {
            Name = entry.Name,
            Index = _members.Count,
            Parent = parent,
            Depth = parent < 0 ? 0 : _members[parent].Depth + 1,
            Kind = entry.Kind,
            HasContent = hasContent,
            Mode = entry.Mode,
            Owner = entry.Owner,
            Link = entry.Link,
            Attributes = entry.Attributes,
            Oddities = parent < 0 ? MemberOddities.None : EntryNames.OdditiesOf(entry),
            Fault = entry.Fault,
        };
        _members.Add(member);
        return member;
    }

    private void Enter(Member member, ZipOpened zip, int containers, ByteSource source)
    {
        try
        {
            if (member.Format.IsClosed())
            {
                throw new ArtifactFormatException(
                    member.Format.ToWord(), ArtifactFault.Unsupported, -1, $"not opened: {member.Format.ToWord()}");
            }

            if (!member.Format.IsOpened())
            {
                return;
            }

            if (containers >= limits.Depth)
            {
                throw new ArtifactFormatException(
                    member.Format.ToWord(), ArtifactFault.LimitExceeded, -1, $"containers lie more than {limits.Depth} deep");
            }

            EnterContainer(member, zip, containers, source);
        }
        catch (ArtifactFormatException fault)
        {
            SetFault(member.Index, fault);
        }
    }

    private void EnterContainer(Member member, ZipOpened zip, int containers, ByteSource source)
    {
        switch (member.Format)
        {
            case ArtifactFormat.Zip or ArtifactFormat.Nupkg or ArtifactFormat.Jar:
                EnterZip(member, zip, containers, source);
                break;
            case ArtifactFormat.Tar:
                EnterTar(member, containers, source);
                break;
            case ArtifactFormat.Ar or ArtifactFormat.Deb:
                EnterAr(member, containers, source);
                break;
            case ArtifactFormat.Gzip:
                EnterStream(member, containers, source, GzipReader.Unpack);
                break;
            case ArtifactFormat.Xz:
                EnterStream(member, containers, source, XzReader.Unpack);
                break;
            default:
                throw new InvalidOperationException($"There is no reader for {member.Format}.");
        }
    }

    /// <summary>Unpacks a compressed stream. A tar archive within is gone into in its place, anything else is a member of it.</summary>
    private void EnterStream(Member member, int containers, ByteSource source, Func<ByteSource, Spool, string?> unpack)
    {
        using var spool = new Spool(_budget, member.Format.ToWord(), source.Length, expected: -1);
        var name = unpack(source, spool) ?? EntryNames.WithoutSuffix(member.Name);
        var content = new Unpacked(FormatProbe.Of(spool), spool.Length, spool.TakeDigest());
        _members[member.Index] = _members[member.Index] with { Content = content };
        if (content.Format != ArtifactFormat.Tar)
        {
            Add(new Entry(name) { Size = spool.Length }, member.Index, containers + 1, spool);
        }
        else if (containers + 1 >= limits.Depth)
        {
            throw new ArtifactFormatException("tar", ArtifactFault.LimitExceeded, -1, $"containers lie more than {limits.Depth} deep");
        }
        else
        {
            EnterTar(member, containers + 1, spool);
        }
    }

    /// <summary>Lists an entry that is refused, with the reason.</summary>
    private void Refuse(Entry entry, int parent, ArtifactFormatException fault)
    {
        var member = List(entry, parent, ArtifactFormat.Data, entry.Size, default, hasContent: false);
        SetFault(member.Index, fault);
    }

    private void SetFault(int index, ArtifactFormatException fault) => _members[index] = _members[index] with
    {
        Fault = _members[index].Fault ?? new MemberFault(fault.Fault, fault.Offset, Printable.Shorten(Printable.Of(fault.Message))),
    };

    private Digest DigestOf(ByteSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < source.Length; offset += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = _block.AsSpan(0, (int)Math.Min(BlockSize, source.Length - offset));
            source.Read(offset, block);
            hash.AppendData(block);
        }

        return Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>A name as a step of a path: safe to show, bounded, without the mark between steps and tar's <c>./</c>.</summary>
    private static string StepOf(string name)
    {
        var plain = name.Length > 2 && name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        var shown = new StringBuilder(Printable.Of(plain)).Replace("!", "\\u0021");
        if (shown.Length > LongestStep)
        {
            var digest = Digest.Of(Encoding.UTF8.GetBytes(name)).ToString();
            shown.Length = LongestStep;
            shown.Append(CultureInfo.InvariantCulture, $"…{digest.AsSpan(0, 16)}");
        }

        return shown.ToString();
    }

    /// <summary>What the visitor throws is the caller's, and no fault of the container that is being walked.</summary>
    private sealed class VisitorException(ArtifactFormatException fault) : Exception(fault.Message, fault);
}
