namespace Telemetry.Lake.Storage;

/// <summary>
/// The lake in a folder of the local file system. A file is written beside its place, flushed to the disk and renamed; names
/// that begin with a dot are unfinished files, which no one lists.
/// </summary>
public sealed class FolderStorage : ILakeStorage
{
    private readonly string _root;

    /// <summary>Creates the folder when it isn't there.</summary>
    /// <exception cref="LakeStorageException">It can't be created.</exception>
    public FolderStorage(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _root = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(_root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LakeStorageException($"The lake's folder {_root} can't be created: {exception.Message} Name a folder that this user may write to.", exception);
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Name => _root;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => Run<IReadOnlyList<string>>("list", prefix, () =>
    {
        var folder = PathOf(prefix);
        if (!Directory.Exists(folder))
            return [];
        var keys = new List<string>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                if (!Path.GetFileName(file.AsSpan()).StartsWith('.'))
                    keys.Add(Path.GetRelativePath(_root, file).Replace('\\', '/'));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Removed while it was listed: then it holds nothing.
        }
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => Run("read", key, () =>
    {
        try
        {
            return File.ReadAllBytes(PathOf(key));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Run("write", key, () =>
    {
        Write(key, content, overwrite: true);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Run("create", key, () => !File.Exists(PathOf(key)) && Write(key, content, overwrite: false), cancellationToken);

    /// <inheritdoc/>
    public Task MoveAsync(string from, string to, CancellationToken cancellationToken) => Run("move", from, () =>
    {
        var target = PathOf(to);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            File.Move(PathOf(from), target, overwrite: true);
            DeleteIfStaged(from);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Moved already, unless the target's folder was removed in between: then the caller tries again.
            if (File.Exists(PathOf(from)))
                throw;
        }
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => Run("delete", key, () =>
    {
        try
        {
            File.Delete(PathOf(key));
            DeleteIfStaged(key);
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file is gone too.
        }
        return true;
    }, cancellationToken);

    private bool Write(string key, ReadOnlyMemory<byte> content, bool overwrite)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        var unfinished = Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(file, content.Span, 0);
                RandomAccess.FlushToDisk(file);
            }
            if (!overwrite)
                return ExclusiveName.TryTake(unfinished, path);
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    // Folders of staged files are used once. Others stay, because somebody may be about to write into them.
    private void DeleteIfStaged(string key)
    {
        if (!key.StartsWith("_staging/", StringComparison.Ordinal))
            return;
        for (var folder = key[..key.LastIndexOf('/')]; folder.Count(letter => letter == '/') >= 2; folder = folder[..folder.LastIndexOf('/')])
        {
            try
            {
                Directory.Delete(PathOf(folder));
            }
            catch (IOException)
            {
                return; // not empty, or gone
            }
        }
    }

    private string PathOf(string key)
    {
        var path = Path.GetFullPath(Path.Combine(_root, key));
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{key}' leads out of the lake's folder.", nameof(key));
    }

    // On the pool, because a disk or a network share may take its time, and the caller has a time limit.
    private Task<T> Run<T>(string what, string key, Func<T> action, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return action();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new LakeStorageException($"Could not {what} {key} in {_root}: {exception.Message} Check that the folder can be written to and has room.", exception);
            }
        },
        cancellationToken);
}
