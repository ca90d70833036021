namespace Vitrine.Seals;

/// <summary>Code that waits for others to connect.</summary>
internal sealed class ListenerRule : CallRule
{
    private const string Waits = "the product waits for connections";
    private const string Everywhere = "every address of the machine is meant";

    public override string Id => "listener";

    public override string Title => "Listener";

    public override string Description => "Code opens a port or a pipe and waits for others. Medium where it is open to every network the machine has, else low.";

    public override string FalsePositives => base.FalsePositives + " Every address of the machine counts where it is not compared and a bind or listen stands in the same 4 KiB.";

    /// <summary>The address of all is no listener where it is compared with, or where nothing near is bound.</summary>
    protected override bool Fits(ScreenedFile file, int at, CallShape shape)
    {
        if (shape.What != Everywhere)
        {
            return true;
        }

        var text = file.Text;
        var line = text[file.LineStart(at, 200)..file.LineEnd(at, 200)];
        var near = text[Math.Max(0, at - 2048)..Math.Min(text.Length, at + 2048)];
        return line.IndexOf("=="u8) < 0 && line.IndexOf("!="u8) < 0 && (near.IndexOf("bind"u8) >= 0 || near.IndexOf("listen"u8) >= 0 || !C.Contains(file.Extension));
    }

    protected override IReadOnlyList<CallShape> Shapes { get; } =
    [
        new("listen(", C, ScreeningSeverity.Low, Waits), new("kernel_listen(", C, ScreeningSeverity.Low, Waits), new("INADDR_ANY", C, ScreeningSeverity.Medium, Everywhere),
        new("in6addr_any", C, ScreeningSeverity.Medium, Everywhere), new("CreateNamedPipe*", C, ScreeningSeverity.Low, "a pipe is opened to others"),
        new("\"0.0.0.0", null, ScreeningSeverity.Medium, Everywhere), new("'0.0.0.0", null, ScreeningSeverity.Medium, Everywhere),
        new("TcpListener(", DotNet, ScreeningSeverity.Low, Waits), new("HttpListener(", DotNet, ScreeningSeverity.Low, Waits), new("UseUrls(", DotNet, ScreeningSeverity.Low, Waits), new("NamedPipeServerStream(", DotNet, ScreeningSeverity.Low, "a pipe is opened to others"),
        new("ServerSocket(", Java, ScreeningSeverity.Low, Waits), new("ServerSocketChannel.open", Java, ScreeningSeverity.Low, Waits), new("HttpServer.create*", Java, ScreeningSeverity.Low, Waits),
        new("net.Listen(", Go, ScreeningSeverity.Low, Waits), new("ListenAndServe*", Go, ScreeningSeverity.Low, Waits), new("net.ListenPacket(", Go, ScreeningSeverity.Low, Waits),
        new("TcpListener::bind(", Rust, ScreeningSeverity.Low, Waits), new("UdpSocket::bind(", Rust, ScreeningSeverity.Low, Waits),
        new("createServer(", Script, ScreeningSeverity.Low, Waits), new("app.listen(", Script, ScreeningSeverity.Low, Waits), new("server.listen(", Script, ScreeningSeverity.Low, Waits),
        new("socketserver.", Python, ScreeningSeverity.Low, Waits), new("HTTPServer(", Python, ScreeningSeverity.Low, Waits), new("asyncio.start_server(", Python, ScreeningSeverity.Low, Waits), new(".listen(", Python, ScreeningSeverity.Low, Waits),
    ];
}
