using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Vitrine.Proofs;

namespace Vitrine.Architecture.Tests;

/// <summary>Proofs is what bytes and keys alone can show: it opens no file, no connection and no process, and looks at no clock.</summary>
public sealed class ProofsPurityTests
{
    /// <summary>What Proofs may not touch, and why.</summary>
    private static readonly (string Prefix, string Because)[] Banned =
    [
        ("System.IO.", "a verdict is a function of bytes that the caller hands over"),
        ("System.Net.", "it works offline, and nobody learns what is verified"),
        ("System.Diagnostics.Process", "nothing is started on the word of hostile bytes"),
        ("System.Console", "what to say, and where, is for the faces"),
        ("System.Reflection.", "it is compiled ahead of time, with everything that is not called left out"),
        ("System.Activator", "types are named, not looked up"),
        ("System.Threading.Thread", "who waits, and how long, is for the caller"),
        ("System.Threading.Timer", "the same"),
        ("System.TimeProvider", "the time is an argument"),
        ("Microsoft.Win32.", "there is no machine to ask"),
    ];

    /// <summary>In memory, or the words for faults.</summary>
    private static readonly HashSet<string> Allowed = ["System.IO.MemoryStream", "System.IO.Stream", "System.IO.IOException", "System.IO.InvalidDataException"];

    /// <summary>What records and the compiler ask of a type; everything else of it is reflection.</summary>
    private static readonly HashSet<string> AllowedOfType = ["GetTypeFromHandle", "op_Equality", "op_Inequality"];

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
        Assert.Empty(
            from type in types
            where !Allowed.Contains(type) && !type.EndsWith("Attribute", StringComparison.Ordinal)
            from banned in Banned
            where type.StartsWith(banned.Prefix, StringComparison.Ordinal)
            select $"{type}: {banned.Because}");
    }

    [Fact]
    public void Proofs_MembersItCalls_LookAtNoClockNoEnvironmentAndNoReflection()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => $"{FullName(metadata, metadata.GetTypeReference((TypeReferenceHandle)m.Parent))}.{metadata.GetString(m.Name)}")
            .ToList();
        Assert.DoesNotContain(members, BannedMembers.Contains);
        Assert.DoesNotContain(members, m => m.StartsWith("System.Environment.", StringComparison.Ordinal) && m != OwnThread);
        Assert.DoesNotContain(members, m => m.StartsWith("System.Type.", StringComparison.Ordinal) && !AllowedOfType.Contains(m["System.Type.".Length..]));
    }

    [Fact]
    public void Proofs_AssembliesItRefersTo_AreTheRuntimes()
    {
        using var assembly = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = assembly.GetMetadataReader();
        Assert.All(metadata.AssemblyReferences.Select(metadata.GetAssemblyReference), reference =>
            Assert.StartsWith("System.", metadata.GetString(reference.Name), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Vitrine.Proofs")]
    [InlineData("Vitrine.Gate")]
    public void Project_ForAheadOfTime_IsAnalysedForItWithWarningsAsErrors(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        Assert.Equal("true", file.Descendants("IsAotCompatible").Single().Value);
        Assert.DoesNotContain(file.Descendants(), e => e.Name.LocalName is "SuppressTrimAnalysisWarnings" or "EnableAotAnalyzer" or "EnableTrimAnalyzer" or "WarningsNotAsErrors");
        Assert.DoesNotContain(file.Descendants("NoWarn"), e => e.Value.Contains("IL", StringComparison.Ordinal));
        Assert.Equal("true", XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("TreatWarningsAsErrors").Single().Value);
    }

    private static string FullName(MetadataReader metadata, TypeReference type)
    {
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
