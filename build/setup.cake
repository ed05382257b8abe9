#nullable enable
using System.Security.Cryptography;

/// A Debian package and the command by which its presence is seen.
public sealed record SystemPackage(string Name, string Command);

/// Installs Debian packages that are not there yet, where this user may.
public sealed class SystemPackages(Commands commands)
{
    public void Require(params SystemPackage[] packages)
    {
        var missing = packages.Where(package => !OnPath(package.Command)).Select(package => package.Name).ToArray();
        if (missing.Length == 0)
            return;
        var names = string.Join(' ', missing);
        if (!OnPath("apt-get") || Environment.UserName != "root")
            throw new InvalidOperationException($"These Debian packages are needed and this user may not install them: {names}. Run: sudo apt-get install -y {names}");

        // Another apt may be at work, one of a second run for example: wait for its locks. The lists' lock has no time-out of its own.
        commands.Run("flock", "/var/lock/telemetry-apt.lock sh -c \"for n in 1 2 3 4 5 6 7 8 9 10; do apt-get update -qq && exit 0; sleep 15; done; exit 1\"");
        commands.Run("flock", $"/var/lock/telemetry-apt.lock env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 {names}");
    }

    private static bool OnPath(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':').Any(folder => System.IO.File.Exists(System.IO.Path.Combine(folder, command)));
}

/// Installs the packages of one package-lock.json, once for each of its versions.
public sealed class NodePackages(Commands commands, Stamps stamps)
{
    public void Install(string folder)
    {
        var name = System.IO.Path.GetRelativePath(commands.Root, folder);
        stamps.Unless($"{name}/node_modules/.inputs", [$"{name}/package.json", $"{name}/package-lock.json"], () =>
            // Not "npm ci": it refuses a lock file that lacks optional packages of other platforms, which a registry may not hold.
            commands.Run("npm", "install --no-save --no-audit --no-fund --loglevel=error", name));
    }
}

/// Skips a step whose inputs are the ones of its last success.
public sealed class Stamps(string root)
{
    private static readonly string[] NotInputs = ["node_modules", "dist", ".angular", "artifacts", "test-results", "playwright-report", "coverage"];

    /// Runs the step unless the stamp, a file in the step's own output, holds the digest of the inputs (files or folders).
    public void Unless(string stamp, string[] inputs, Action step)
    {
        var file = System.IO.Path.Combine(root, stamp);
        if (System.IO.File.Exists(file) && System.IO.File.ReadAllText(file) == Digest(inputs))
            return;
        step();
        // Taken afterwards: the step may write generated sources among its inputs.
        System.IO.File.WriteAllText(file, Digest(inputs));
    }

    private string Digest(string[] inputs)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in inputs.SelectMany(input => Files(System.IO.Path.Combine(root, input))).Order(StringComparer.Ordinal))
        {
            digest.AppendData(System.Text.Encoding.UTF8.GetBytes(file));
            digest.AppendData(SHA256.HashData(System.IO.File.ReadAllBytes(file)));
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string path) =>
        System.IO.File.Exists(path) ? [path]
        : System.IO.Directory.EnumerateFiles(path)
            .Concat(System.IO.Directory.EnumerateDirectories(path)
                .Where(folder => !NotInputs.Contains(System.IO.Path.GetFileName(folder)))
                .SelectMany(Files));
}
