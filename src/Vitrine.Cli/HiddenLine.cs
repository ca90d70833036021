using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Cli;

/// <summary>A line typed at the terminal that is not shown (termios(3)): the kernel edits it, as at every other prompt for a secret, and ^C stays a signal.</summary>
/// <remarks>
/// What was typed before the prompt was seen, and shown, is thrown away. A stop does not wait for the line: the thread that reads it ends with the process.
/// <c>struct termios</c> has 60 bytes on Linux; the fourth of its words is <c>c_lflag</c>.
/// </remarks>
internal static partial class HiddenLine
{
    private const int StandardInput = 0;
    private const int Room = 256;
    private const int LocalFlags = 3;
    private const uint Echo = 8;
    private const int AndFlush = 2;

    // What the kernel holds of one line.
    private const int Longest = 4096;

    /// <summary>Asks, and gives what was typed without its line end; empty if the terminal's end was typed.</summary>
    /// <exception cref="IOException">Standard input is no terminal.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static string Ask(string prompt, TextWriter to, CancellationToken cancellationToken)
    {
        var shown = new byte[Room];
        if (GetAttributes(StandardInput, shown) != 0)
        {
            throw new IOException($"The terminal cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        byte[] hidden = [.. shown];
        MemoryMarshal.Cast<byte, uint>(hidden.AsSpan())[LocalFlags] &= ~Echo;
        Set(hidden);
        try
        {
            to.Write(prompt);
            to.Flush();
            var reading = Task.Run(Read, CancellationToken.None);
            reading.Wait(cancellationToken);
            return reading.Result;
        }
        finally
        {
            Set(shown);
            to.WriteLine();
        }
    }

    private static string Read()
    {
        using var input = new FileStream(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var line = new byte[Longest];
        var length = 0;
        while (length < line.Length && line.AsSpan(0, length).IndexOf((byte)'\n') < 0 && input.Read(line, length, line.Length - length) is > 0 and var count)
        {
            length += count;
        }

        return Encoding.UTF8.GetString(line.AsSpan(0, length).TrimEnd("\r\n"u8));
    }

    private static void Set(byte[] attributes)
    {
        if (SetAttributes(StandardInput, AndFlush, attributes) != 0)
        {
            throw new IOException($"The terminal cannot be set: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int descriptor, byte[] attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int descriptor, int when, byte[] attributes);
}
