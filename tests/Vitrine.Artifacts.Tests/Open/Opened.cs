using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Artifacts.Tests;

/// <summary>A file that was opened, with the bytes of every member that was visited.</summary>
internal sealed record Opened(MemberTree Tree, Dictionary<string, byte[]> Contents)
{
    public Member this[string path] => Tree.Members.Single(m => m.Path == path);

    public string Text(string path) => Encoding.UTF8.GetString(Contents[path]);

    public static Opened Of(byte[] bytes, string name = "x", OpenLimits? limits = null)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var tree = new Opener(limits ?? OpenLimits.Default).Open(
            ByteSource.Of(bytes), name,
            (member, source) =>
            {
                var content = source.ReadArray(0, (int)source.Length);
                Assert.Equal(member.Size, content.Length);
                Assert.Equal(member.Digest, Digest.Of(content));
                contents.TryAdd(member.Path, content);
            },
            CancellationToken.None);
        return new Opened(tree, contents);
    }

    public static ArtifactFault? FaultOf(byte[] bytes, OpenLimits? limits = null) => Of(bytes, "x", limits).Tree.Root.Fault?.Reason;
}
