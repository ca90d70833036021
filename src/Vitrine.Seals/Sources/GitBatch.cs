using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Vitrine.Seals;

/// <summary>One object's header, as <c>git cat-file --batch</c> prints it.</summary>
internal readonly record struct GitObject(string Id, string Type, long Size);

/// <summary>
/// One <c>git cat-file --batch</c> process. Requests may be written ahead (up to <see cref="Ahead"/>, which fits in a pipe's
/// buffer, so that neither side waits for the other); answers come in their order.
/// </summary>
/// <remarks>
/// The repository is untrusted: its configuration cannot start anything here (no hooks, no fsmonitor, no transport, no
/// prompts, no system or user configuration), replacement objects are ignored, and nothing is fetched. cat-file applies no filter.
/// </remarks>
internal sealed class GitBatch : IDisposable
{
    /// <summary>Requests that may be outstanding: 256 lines of at most 65 bytes are far below a pipe's 64 KiB.</summary>
    public const int Ahead = 256;

    private const int LongestHeader = 512;

    private readonly Process _process;
    private readonly BufferedStream _answers;
    private readonly Stream _requests;
    private readonly StringBuilder _errors = new();
    private readonly string _path;

    private GitBatch(Process process, string path)
    {
        _process = process;
        _path = path;
        _answers = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);
        _requests = process.StandardInput.BaseStream;
        process.ErrorDataReceived += Remember;
        process.BeginErrorReadLine();
    }

    /// <summary>Starts git in <paramref name="path"/>, which must be a repository itself: folders above it are not searched.</summary>
    /// <exception cref="SealSourceException">git is not installed.</exception>
    public static GitBatch Start(string path)
    {
        var full = Path.GetFullPath(path);
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = full,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in (ReadOnlySpan<string>)
        [
            "--no-pager", "--no-replace-objects",
            "-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
            "-c", "core.alternateRefsCommand=false", "-c", "core.askPass=", "-c", "credential.helper=",
            "cat-file", "--batch",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        var search = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        start.Environment.Clear();
        start.Environment["PATH"] = search;
        start.Environment["LC_ALL"] = "C";
        start.Environment["HOME"] = "/nonexistent";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(full) ?? "/";

        try
        {
            return new GitBatch(Process.Start(start)!, path);
        }
        catch (Win32Exception missing)
        {
            throw new SealSourceException(SealSourceFault.GitMissing, $"git could not be started ({missing.Message}). Install it: apt-get install git", missing);
        }
    }

    /// <summary>Stops git; a reader that waits for it gets an end of stream. Safe from another thread.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Asks for one object by any name git understands.</summary>
    public void Request(string name)
    {
        try
        {
            _requests.Write(Encoding.UTF8.GetBytes(name + "\n"));
            _requests.Flush();
        }
        catch (IOException broken)
        {
            throw Failed(broken);
        }
    }

    /// <summary>The header of the next answer, or null if git knows no such object.</summary>
    public GitObject? ReadHeader()
    {
        Span<byte> line = stackalloc byte[LongestHeader];
        var length = 0;
        while (true)
        {
            var value = _answers.ReadByte();
            if (value < 0)
            {
                throw Failed(null);
            }

            if (value == '\n')
            {
                break;
            }

            if (length < LongestHeader)
            {
                line[length++] = (byte)value;
            }
        }

        var header = Encoding.UTF8.GetString(line[..length]);
        if (header.EndsWith(" missing", StringComparison.Ordinal) || header.EndsWith(" ambiguous", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = header.Split(' ');
        return parts.Length == 3 && long.TryParse(parts[2], out var size) && size >= 0
            ? new GitObject(parts[0], parts[1], size)
            : throw new SealSourceException(SealSourceFault.GitFailed, $"git answered something unexpected in {_path}: {header}");
    }

    /// <summary>The content of the object whose header was just read; to be read to its end, then <see cref="EndContent"/>.</summary>
    public Stream Content(long size) => new Slice(this, size);

    /// <summary>Reads a whole small object.</summary>
    /// <exception cref="SealSourceException">It is longer than <paramref name="most"/>.</exception>
    public byte[] ReadContent(GitObject header, long most)
    {
        if (header.Size > most)
        {
            throw new SealSourceException(SealSourceFault.TooLarge, $"The {header.Type} {header.Id} in {_path} has {header.Size:N0} bytes; at most {most:N0} can be sealed.");
        }

        var content = new byte[header.Size];
        using var stream = Content(header.Size);
        stream.ReadExactly(content);
        EndContent();
        return content;
    }

    /// <summary>Takes the line end that follows an object's content.</summary>
    public void EndContent()
    {
        if (_answers.ReadByte() != '\n')
        {
            throw Failed(null);
        }
    }

    public void Dispose()
    {
        try
        {
            _requests.Dispose();
        }
        catch (IOException)
        {
            // git has ended, and what it was still to be asked no longer matters.
        }

        Kill();
        _process.WaitForExit();
        _answers.Dispose();
        _process.Dispose();
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (_errors)
        {
            if (line.Data is { } text && _errors.Length < 2000)
            {
                _errors.Append(_errors.Length == 0 ? "" : " ").Append(text);
            }
        }
    }

    private SealSourceException Failed(Exception? cause)
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            Kill();
        }

        _process.WaitForExit();
        lock (_errors)
        {
            var said = HiddenCharacters.Show(Encoding.UTF8.GetBytes(_errors.ToString()));
            return said.Contains("not a git repository", StringComparison.Ordinal)
                ? new SealSourceException(
                    SealSourceFault.NotARepository,
                    GitSource.IsRepository(_path)
                        ? $"{_path} looks like a git repository, but git finds none there. Mend it, or seal its files as they stand with --folder."
                        : $"{_path} is not a git repository. Without a revision a folder is sealed as it stands.",
                    cause)
                : new SealSourceException(SealSourceFault.GitFailed, $"git stopped while reading {_path}{(said.Length == 0 ? "." : ": " + said)}{(said.Contains("promisor", StringComparison.Ordinal) ? ". Nothing is fetched here: fetch what a partial clone left out first" : "")}", cause);
        }
    }

    /// <summary>A part of git's output, as a stream that ends where the object ends.</summary>
    private sealed class Slice(GitBatch batch, long size) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_read == size || buffer.IsEmpty)
            {
                return 0;
            }

            var read = batch._answers.Read(buffer[..(int)Math.Min(buffer.Length, size - _read)]);
            if (read == 0)
            {
                throw batch.Failed(null);
            }

            _read += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
