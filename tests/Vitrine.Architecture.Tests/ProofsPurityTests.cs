using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Vitrine.Proofs;

namespace Vitrine.Architecture.Tests;

/// <summary>Proofs is what bytes and keys alone can show: it opens no file, no connection and no process, and looks at no clock.</summary>
public sealed class ProofsPurityTests
{
    private static readonly string[] Banned =
    [
        "System.IO.", "System.Net.", "System.Diagnostics.Process", "System.Reflection.Emit.", "System.Console",
        "System.Threading.Thread", "System.Threading.Timer", "System.TimeProvider", "System.Activator", "Microsoft.Win32.",
    ];

    /// <summary>In memory, or the words for faults.</summary>
    private static readonly HashSet<string> Allowed = ["System.IO.MemoryStream", "System.IO.Stream", "System.IO.IOException", "System.IO.InvalidDataException"];

    private static readonly HashSet<string> BannedMembers = ["System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow"];

    /// <summary>What the compiler's iterators ask; everything else of the environment is the outside.</summary>
    private const string OwnThread = "System.Environment.get_CurrentManagedThreadId";

    [Fact]
    public void Proofs_TypesItRefersTo_TouchNothingOutside()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference).Select(t => FullName(metadata, t)).ToList();
        Assert.Contains("System.Security.Cryptography.SHA256", types); // The reader sees what there is.
        Assert.DoesNotContain(types, type => !Allowed.Contains(type) && Array.Exists(Banned, banned => type.StartsWith(banned, StringComparison.Ordinal)));
    }

    [Fact]
    public void Proofs_MembersItCalls_LookAtNoClockAndNoEnvironment()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => $"{FullName(metadata, metadata.GetTypeReference((TypeReferenceHandle)m.Parent))}.{metadata.GetString(m.Name)}")
            .ToList();
        Assert.DoesNotContain(members, BannedMembers.Contains);
        Assert.DoesNotContain(members, m => m.StartsWith("System.Environment.", StringComparison.Ordinal) && m != OwnThread);
    }

    [Fact]
    public void Proofs_AssembliesItRefersTo_AreTheRuntimes()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        Assert.All(metadata.AssemblyReferences.Select(metadata.GetAssemblyReference), reference =>
            Assert.StartsWith("System.", metadata.GetString(reference.Name), StringComparison.Ordinal));
    }

    private static string FullName(MetadataReader metadata, TypeReference type)
    {
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
