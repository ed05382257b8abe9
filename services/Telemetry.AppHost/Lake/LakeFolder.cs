using Telemetry.ServiceDefaults;

namespace Telemetry.AppHost.Lake;

/// <summary>The folder that the lake is in.</summary>
internal sealed class LakeFolder : IDisposable
{
    private readonly bool _isTemporary;

    private LakeFolder(string path, bool isTemporary) => (Path, _isTemporary) = (path, isTemporary);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>
    /// The folder that was asked for. Else, with the ports of the documentation or others that were chosen, one that stays:
    /// <c>artifacts/lake</c> of the repository, or of the user's data when there is no repository. With any free ports, as many tests
    /// run, one of this process's own that goes with it.
    /// </summary>
    /// <exception cref="InvalidSettingException">There is a file of that name.</exception>
    public static LakeFolder Choose(string? asked, Ports ports)
    {
        if (asked is not null)
        {
            if (File.Exists(asked)) throw new InvalidSettingException("--lake", asked, "is a file; it must be a folder, or the name of one to create");
            return new LakeFolder(System.IO.Path.GetFullPath(asked), isTemporary: false);
        }
        if (ports == Ports.Free) return new LakeFolder(Directory.CreateTempSubdirectory("telemetry-lake-").FullName, isTemporary: true);
        // Several instances on one machine have a lake each, as they have ports each.
        var name = ports == Ports.Default ? "lake" : $"lake-{ports.Page}";
        return new LakeFolder(System.IO.Path.Combine(DataFolder(), name), isTemporary: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    /// <summary>Where this product keeps what stays: <c>artifacts</c> of the repository, else the user's data.</summary>
    internal static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Telemetry.Akka.sln"))) return System.IO.Path.Combine(folder.FullName, "artifacts");
        }

        return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "telemetry");
    }
}
