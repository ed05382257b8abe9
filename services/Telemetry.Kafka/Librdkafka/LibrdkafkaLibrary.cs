using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Telemetry.Kafka.Librdkafka;

/// <summary>
/// Loads librdkafka once for the process, so that Confluent.Kafka and our own calls share one instance: handles, mock
/// clusters and fault injection cross that border.
/// </summary>
public static class LibrdkafkaLibrary
{
    internal const string Name = "librdkafka";

    private static readonly Lazy<nint> Handle = new(LoadOnce);

    /// <summary>
    /// Loads the library unless that has happened. Called by everything in this assembly that needs it; a program that uses
    /// Confluent.Kafka directly calls it before its first client.
    /// </summary>
    /// <exception cref="DllNotFoundException">The library that fits this system is not beside the program; the message names the
    /// places that were tried.</exception>
    public static void EnsureLoaded() => _ = Handle.Value;

    private static nint LoadOnce()
    {
        var (path, handle) = LoadFrom(AppContext.BaseDirectory);
        ShareWithConfluent(path, handle);
        return handle;
    }

    internal static (string Path, nint Handle) LoadFrom(string folder)
    {
        var failures = new List<string>();
        foreach (var path in Candidates(folder))
        {
            if (!File.Exists(path))
            {
                failures.Add($"{path}: no such file");
                continue;
            }
            try
            {
                return (path, NativeLibrary.Load(path));
            }
            catch (DllNotFoundException failure)
            {
                failures.Add($"{path}: {failure.Message.Split('\n')[0]}");
            }
        }
        throw new DllNotFoundException(
            $"librdkafka for {RuntimeInformation.RuntimeIdentifier} could not be loaded; the package librdkafka.redist brings it beside " +
            $"the program, so restore and build again. Tried: {string.Join("; ", failures)}");
    }

    /// <summary>
    /// The package holds several builds for Linux. The plain one wants Cyrus SASL as libsasl2.so.3, which Debian and Ubuntu do
    /// not have; the one named after CentOS 8 is self-contained (SCRAM, PLAIN and OAUTHBEARER included, GSSAPI not).
    /// </summary>
    private static IEnumerable<string> Candidates(string folder)
    {
        var architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            var other => other.ToString().ToUpperInvariant(),
        };
        var (system, files) = OperatingSystem.IsWindows() ? ("win", new[] { "librdkafka.dll" })
            : OperatingSystem.IsMacOS() ? ("osx", ["librdkafka.dylib"])
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? ("linux", ["alpine-librdkafka.so"])
            : ("linux", new[] { "centos8-librdkafka.so", "librdkafka.so" });
        foreach (var file in files)
        {
            yield return Path.Combine(folder, "runtimes", $"{system}-{architecture}", "native", file);
            yield return Path.Combine(folder, file); // published for one runtime
        }
    }

    private static void ShareWithConfluent(string path, nint handle)
    {
        var confluent = typeof(Library).Assembly;
        if (Library.IsLoaded) return; // it found the same file by itself, and dlopen returns the same instance for it
        NativeLibrary.SetDllImportResolver(confluent, (name, _, _) => name switch
        {
            Name => handle,
            // Only development packages install the link without a version; Confluent.Kafka asks for that one.
            "libdl" when OperatingSystem.IsLinux() => NativeLibrary.Load("libdl.so.2"),
            _ => nint.Zero, // the default search
        });
        Library.Load(path);
    }

    /// <summary>For our own imports; called once, by the class that declares them.</summary>
    internal static void ResolveImportsOf(Assembly assembly) =>
        NativeLibrary.SetDllImportResolver(assembly, static (name, _, _) => name == Name ? Handle.Value : nint.Zero);
}
