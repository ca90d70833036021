using System.Net.Sockets;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>Several processes at one centre.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task Open_BesideAServerOfAnotherProcess_OneWritesAndTheOtherGoesThroughIt()
    {
        await using var test = await TestCentre.MakeAsync();
        ulong position;
        using (var server = await Child.StartAsync("serve", test.Folder))
        {
            var refused = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));
            Assert.Contains("One writer at a time", refused.Message, StringComparison.Ordinal);
            var rebuild = await Assert.ThrowsAsync<CentreUnusableException>(test.AssertViewsAreAProjectionAsync);
            Assert.Contains("Stop it", rebuild.Message, StringComparison.Ordinal);

            await using var command = await test.OpenAsync();
            position = (await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None)).Value;
            await server.KillAsync();

            // The killed server left its socket. The next one to write finds nobody there, and writes itself.
            Assert.True(File.Exists(command.Paths.Socket));
            Assert.Equal(position + 1, (await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None)).Value);
        }

        await using var next = await test.OpenAsync(CentreUse.Serve);
        Assert.IsType<Counted>(next.ReadAct(new LogIndex(position + 1)).Act);
        await using var through = await test.OpenAsync();
        await through.RecordAsync(new Counted("pears", 1), Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Record_WhileServersComeAndGo_EveryAcknowledgedActIsThereOnce()
    {
        await using var test = await TestCentre.MakeAsync();
        var commands = Task.WhenAll(Enumerable.Range(0, 3).Select(task => Task.Run(() => CommandsAsync(test, task))));
        for (var i = 0; !commands.IsCompleted; i++)
        {
            await using var server = await test.OpenAsync(CentreUse.Serve);
            await server.RecordAsync(new Counted($"server {i}", 1), Actor.Console, CancellationToken.None);
        }

        var acknowledged = (await commands).SelectMany(positions => positions).ToList();

        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged.Count, acknowledged.Select(act => act.Position).Distinct().Count());
        await using var centre = await test.OpenAsync();
        Assert.All(acknowledged, act => Assert.Equal(act.Name, centre.ReadAct(act.Position).Act.Subject));
        using var views = centre.Snapshot();
        Assert.Equal(acknowledged.Count, views.Scalar<long>("SELECT count(*) FROM test_count WHERE thing NOT LIKE 'server%'"));
    }

    [Fact]
    public async Task Record_TheServerStopped_TheCommandGoesOnByItself()
    {
        await using var test = await TestCentre.MakeAsync();
        var server = await test.OpenAsync(CentreUse.Serve);
        await using var command = await test.OpenAsync();
        var first = await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        await server.DisposeAsync();

        var second = await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);

        Assert.True(second.Value > first.Value);
        Assert.False(File.Exists(command.Paths.Socket));
    }

    [Fact]
    public async Task Socket_HostileBytes_LeaveTheServerServing()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var server = await test.OpenAsync(CentreUse.Serve);
        byte[][] messages =
        [
            [],
            [0xff, 0xff, 0xff, 0xff, (byte)'R'],
            [0, 0, 0, 1, (byte)'Z', 0],
            [0, 0, 0, 4, (byte)'R', .. "null"u8],
            [0, 0, 0, 2, (byte)'R', .. "{}"u8],
            [0, 0, 0, 2, (byte)'P', .. "zz"u8],
            [0, 0, 0, 67, (byte)'R', .. """{"by":null,"kind":"test.counted","open":{"by":1,"thing":"a"},"v":1}"""u8],
        ];
        foreach (var message in messages)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(server.Paths.Socket));
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(message);
            socket.Shutdown(SocketShutdown.Send);
            using var answer = new MemoryStream();
            await stream.CopyToAsync(answer);
            Assert.Equal("H1", System.Text.Encoding.UTF8.GetString(answer.ToArray().AsSpan(4, 2)));
        }

        await using var command = await test.OpenAsync();
        await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Record_ThroughTheSocket_CarriesRefusalsAndPublications()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var server = await test.OpenAsync(CentreUse.Serve);
        await using var command = await test.OpenAsync();
        using var key = SigningKey.Generate();
        var told = Told.Stage(command, "guard", key);
        await command.RecordAsync(told, Actor.Console, CancellationToken.None);

        Assert.Equal(await server.PublishedAsync(told.Statement, CancellationToken.None), await command.PublishedAsync(told.Statement, CancellationToken.None));
        var unknown = await Assert.ThrowsAsync<ActRefusedException>(() => command.PublishedAsync(Digest.Of("never"u8), CancellationToken.None));
        Assert.Contains("No act has made", unknown.Message, StringComparison.Ordinal);
        var large = await Assert.ThrowsAsync<ActRefusedException>(() => command.RecordAsync(new Counted(new string('x', 70_000), 1), Actor.Console, CancellationToken.None));
        Assert.Contains("at most 65,535", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_APathTooLongForASocket_SaysSo()
    {
        var above = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "vitrine-" + new string('x', 90))).FullName;
        await using (var test = await TestCentre.MakeAsync(above))
        {
            var error = await Assert.ThrowsAsync<CentreUnusableException>(() => test.OpenAsync(CentreUse.Serve));

            Assert.Contains("shorter path", error.Message, StringComparison.Ordinal);
            await using var command = await test.OpenAsync();
            await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
        }

        Directory.Delete(above);
    }

    private static async Task<List<(LogIndex Position, string Name)>> CommandsAsync(TestCentre test, int task)
    {
        var acknowledged = new List<(LogIndex, string)>();
        for (var i = 0; i < 8; i++)
        {
            var act = new Counted($"{task}-{i}", 1);
            await using (var command = await test.OpenAsync())
            {
                acknowledged.Add((await command.RecordAsync(act, Actor.Console, CancellationToken.None), act.Subject));
            }

            // A command that only reads holds nothing; in real life starting the next one takes as long.
            await using var reading = await test.OpenAsync();
            Assert.Equal(act.Subject, reading.ReadAct(acknowledged[^1].Item1).Act.Subject);
        }

        return acknowledged;
    }
}
