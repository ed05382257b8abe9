using System.Diagnostics;
using System.Reflection;

namespace Telemetry.TestSupport.Processes;

/// <summary>
/// A process of a run. Ours end when their stdin does, hence with their parent however it ends; a foreign one gets a guard that kills
/// it at that moment.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private const int KeptLines = 40;
    private readonly Process _process;
    private readonly Process? _guard;
    private readonly Queue<string> _lastLines = new();
    private readonly TextWriter _log;

    private ChildProcess(string name, ProcessStartInfo start, Func<int, string>? guard, TextWriter? log = null)
    {
        (Name, _log) = (name, log ?? TextWriter.Null);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new RunFailedException($"Starting {start.FileName} gave no process.");
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        if (guard is null) return;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cat >/dev/null; {guard(_process.Id)}"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        });
    }

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>A subcommand of the running program in a process of its own.</summary>
    public static ChildProcess Ours(string name, params IEnumerable<string> arguments) =>
        new(name, new ProcessStartInfo("dotnet", [Assembly.GetEntryAssembly()!.Location, .. arguments]), guard: null);

    /// <summary>A built .NET program that does not know of this one, such as the server.</summary>
    /// <param name="name">What errors and log lines call it.</param>
    /// <param name="assembly">The built program.</param>
    /// <param name="environment">Variables besides the inherited ones.</param>
    /// <param name="log">Receives every line that it prints; one thread at a time writes to it.</param>
    public static ChildProcess Foreign(string name, string assembly, IReadOnlyDictionary<string, string> environment, TextWriter? log = null)
    {
        var start = new ProcessStartInfo("dotnet", [assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly) };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return new ChildProcess(name, start, processId => $"kill -KILL {processId}", log);
    }

    /// <summary>Any other program.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="program">The executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="guard">What the shell does should this process end without ending that one, whose number it is given.</param>
    public static ChildProcess Foreign(string name, string program, IEnumerable<string> arguments, Func<int, string> guard) =>
        new(name, new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" }, guard);

    /// <summary>What it has used so far.</summary>
    /// <exception cref="RunFailedException">It has ended.</exception>
    public ProcessUsage Usage => Alive(() => ProcessUsage.Of(_process.Id));

    /// <exception cref="RunFailedException">It has ended.</exception>
    public void Send<T>(T message) => Alive(() =>
    {
        MessageLine.Write(_process.StandardInput, message);
        return message;
    });

    /// <exception cref="RunFailedException">It has ended.</exception>
    public void Send(Signal signal)
    {
        if (_process.HasExited || !Signals.Send(_process.Id, signal))
        {
            var code = _process.HasExited ? $" with code {_process.ExitCode}" : "";
            throw new RunFailedException($"The {Name} process has ended{code} and can't be sent {signal}.{Environment.NewLine}{LastLines}".TrimEnd());
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; 128 + the number of the signal that killed it.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>The next line of its stdout.</summary>
    /// <exception cref="RunFailedException">It ended instead; the message holds its last lines.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw await EndedAsync(cancellationToken);

    /// <inheritdoc cref="ReadLineAsync"/>
    public async Task<T> ReceiveAsync<T>(CancellationToken cancellationToken) where T : class =>
        MessageLine.Parse<T>(await ReadLineAsync(cancellationToken));

    /// <summary>An error that says how the process ended, with its last lines.</summary>
    public async Task<RunFailedException> EndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return new RunFailedException($"The {Name} process ended with code {_process.ExitCode}.{Environment.NewLine}{LastLines}".TrimEnd());
    }

    /// <summary>The last lines of its stderr, and of its stdout when it is a foreign process.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines) return string.Join(Environment.NewLine, _lastLines.Select(line => $"  {Name}: {line}"));
        }
    }

    public void Dispose()
    {
        // The guard first: it must not outlive the process whose number it knows.
        End(_guard);
        End(_process);
    }

    private T Alive<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (IOException)
        {
            // Its pipe is broken, or its directory in /proc is gone.
            throw new RunFailedException($"The {Name} process has ended.{Environment.NewLine}{LastLines}".TrimEnd());
        }
    }

    private static void End(Process? process)
    {
        if (process is null) return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            _log.WriteLine(line);
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines) _lastLines.Dequeue();
        }
    }
}
