using System.Diagnostics;

namespace Telemetry.LoadTest.Processes;

/// <summary>
/// A process of the run. Ours end when their stdin does, hence with their parent however it ends; a foreign one gets a guard that kills
/// it at that moment.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptLines = 40;
    private readonly Process _process;
    private readonly Process? _guard;
    private readonly Queue<string> _lastLines = new();

    private ChildProcess(string name, ProcessStartInfo start, bool guarded)
    {
        Name = name;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new LoadTestException($"Starting {start.FileName} gave no process.");
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        if (!guarded) return;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"cat >/dev/null; kill -KILL {_process.Id}"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        });
    }

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>A subcommand of this tool in a process of its own.</summary>
    public static ChildProcess Ours(string name, params IEnumerable<string> arguments) =>
        new(name, new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments]), guarded: false);

    /// <summary>A built .NET program that does not know of this tool, such as the server.</summary>
    public static ChildProcess Foreign(string name, string assembly, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly) };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return new ChildProcess(name, start, guarded: true);
    }

    /// <summary>What it has used so far.</summary>
    /// <exception cref="LoadTestException">It has ended.</exception>
    public ProcessUsage Usage => Alive(() => ProcessUsage.Of(_process.Id));

    /// <exception cref="LoadTestException">It has ended.</exception>
    public void Send<T>(T message) => Alive(() =>
    {
        MessageLine.Write(_process.StandardInput, message);
        return message;
    });

    /// <summary>The next line of its stdout.</summary>
    /// <exception cref="LoadTestException">It ended instead; the message holds its last lines.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw await EndedAsync(cancellationToken);

    /// <inheritdoc cref="ReadLineAsync"/>
    public async Task<T> ReceiveAsync<T>(CancellationToken cancellationToken) where T : class =>
        MessageLine.Parse<T>(await ReadLineAsync(cancellationToken));

    /// <summary>An error that says how the process ended, with its last lines.</summary>
    public async Task<LoadTestException> EndedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return new LoadTestException($"The {Name} process ended with code {_process.ExitCode}.{Environment.NewLine}{LastLines}".TrimEnd());
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
            throw new LoadTestException($"The {Name} process has ended.{Environment.NewLine}{LastLines}".TrimEnd());
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
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines) _lastLines.Dequeue();
        }
    }
}

/// <summary>The run cannot go on; the message is for the person who started it.</summary>
internal sealed class LoadTestException(string message) : Exception(message);
