#nullable enable
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

/// Runs the programs of the build. Every one of them ends with this process, however it is stopped.
public sealed class Commands
{
    private readonly HashSet<Process> _running = [];
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _stopping;

    public Commands(string root)
    {
        Root = root;
        // Ctrl-C reaches the whole group of processes by itself; a SIGTERM or SIGHUP reaches this one alone.
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, forward: false)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, forward: true)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, forward: true)));
    }

    /// The root of the repository.
    public string Root { get; }

    /// Runs a step of the build; throws when it fails.
    public void Run(string program, string arguments, string folder = "")
    {
        var exitCode = Finish(Start(program, arguments, folder));
        if (_stopping)
            Environment.Exit(130);
        if (exitCode != 0)
            throw new InvalidOperationException($"'{program} {arguments}' in '{(folder == "" ? "." : folder)}' ended with exit code {exitCode}.");
    }

    /// Runs the program that the target is about until it ends or a signal stops it; its exit code is the target's.
    public int Foreground(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, UseShellExecute = false };
        return Finish(Track(Process.Start(start)));
    }

    /// Runs a program with its output in a file; null when it did not end within the time limit and was killed.
    public int? Logged(string program, string arguments, string folder, string logFile, TimeSpan limit, IReadOnlyDictionary<string, string> environment)
    {
        // The shell writes the file, so that nothing that the program leaves behind can hold this process up.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {program} {arguments} >\"$0\" 2>&1 </dev/null", logFile])
        {
            WorkingDirectory = System.IO.Path.Combine(Root, folder),
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Track(Process.Start(start));
        var ended = process.WaitForExit(limit);
        if (!ended)
            process.Kill(entireProcessTree: true);
        lock (_running)
            _running.Remove(process);
        if (_stopping)
            Environment.Exit(130);
        return ended ? process.ExitCode : null;
    }

    private Process Start(string program, string arguments, string folder) => Track(Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = System.IO.Path.Combine(Root, folder),
        UseShellExecute = false,
        Environment =
        {
            // No compiler or build server may outlive the build.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        },
    }));

    private Process Track(Process? started)
    {
        var process = started!; // null only when a shell takes over, and none does
        lock (_running)
            _running.Add(process);
        return process;
    }

    private int Finish(Process process)
    {
        process.WaitForExit();
        lock (_running)
            _running.Remove(process);
        return process.ExitCode;
    }

    private void Stop(PosixSignalContext context, bool forward)
    {
        context.Cancel = true;
        Process[] running;
        lock (_running)
            running = [.. _running];
        if (running.Length == 0)
            Environment.Exit(130);
        _stopping = true;
        foreach (var process in running)
        {
            if (forward)
                _ = kill(process.Id, (int)Signal.Terminate);
            // A child that does not listen is killed with its own children, off the signal's thread.
            _ = new Timer(_ => process.Kill(entireProcessTree: true), null, TimeSpan.FromSeconds(15), Timeout.InfiniteTimeSpan);
        }
    }

    private enum Signal { Terminate = 15 }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);
}
