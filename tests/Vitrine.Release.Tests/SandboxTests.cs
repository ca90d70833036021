using System.Text;

namespace Vitrine.Release.Tests;

public sealed class SandboxTests
{
    [Fact]
    public async Task RunAsync_OneStep_GivesTheOutputAndTheLog()
    {
        var run = await Scene.RunAsync(Scene.Script(), Scene.Source(("build", "echo hello; read -r x < a/b; echo \"$x\" > out"), ("a/b", "content\n")));

        Scene.AssertCompleted(run);
        Assert.Equal("content\n", Encoding.UTF8.GetString(run.Outputs[0].Span));
        Assert.Equal("hello\n", run.Log.Text);
    }
}
