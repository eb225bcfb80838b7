using System.Globalization;

namespace Kappa.Crash.Tests;

/// <summary>
/// A disk that follows the calls of a trace below one folder, and can be cut at any moment of it.
/// </summary>
internal sealed class TracedDisk
{
    private readonly string _root;
    private readonly DiskFolder _folder = new();
    private readonly Dictionary<int, OpenFile> _open = [];
    private readonly Dictionary<TracedCall, long> _syncing = [];

    /// <param name="root">The folder as the traced process named it.</param>
    /// <param name="before">A copy of it from before the trace: all of that is durable.</param>
    public TracedDisk(string root, string before)
    {
        _root = root;
        Load(_folder, before);
    }

    /// <summary>The moments that concern the folder: the calls on it.</summary>
    public static List<TracedMoment> Below(string root, IEnumerable<TracedMoment> moments)
    {
        bool IsBelow(string? path) => path?.StartsWith(root + "/", StringComparison.Ordinal) == true || path == root;
        return [.. moments.Where(moment => moment.Call.Arguments.Any(argument => argument.Length > 0 && (
            argument[0] == '"' && moment.Call.Name is not ("write" or "pwrite64")
                ? IsBelow(TracedText.Path(argument))
                : argument[0] is not ('"' or '[' or '{') && IsBelow(TracedText.PathOfFile(argument)))))];
    }

    /// <summary>Goes on by one moment.</summary>
    public void Follow(TracedMoment moment)
    {
        TracedCall call = moment.Call;
        if (!moment.IsEnd)
        {
            Begin(call);
        }
        else if (call.Result is >= 0)
        {
            End(call, call.Arguments);
        }
    }

    /// <summary>Writes to a real folder what a power cut now leaves of this one.</summary>
    /// <returns>How many changes were not synced.</returns>
    public int Cut(string path, CutMode mode, Random random) => _folder.Cut(path, mode, random);

    /// <summary>How many changes of one folder in it, and of all below, were not synced.</summary>
    public int Unsynced(string name) => Count(_folder.Find(name));

    private static int Count(DiskNode? node) => node switch
    {
        DiskFolder folder => folder.Unsynced + folder.Nodes.Sum(Count),
        _ => node?.Unsynced ?? 0,
    };

    private static void Load(DiskFolder folder, string path)
    {
        foreach (string file in Directory.EnumerateFiles(path))
        {
            folder.Load(Path.GetFileName(file), new DiskFile(File.ReadAllBytes(file)));
        }

        foreach (string directory in Directory.EnumerateDirectories(path))
        {
            var child = new DiskFolder();
            Load(child, directory);
            folder.Load(Path.GetFileName(directory), child);
        }
    }

    private void Begin(TracedCall call)
    {
        switch (call.Name)
        {
            case "fsync" or "fdatasync" when NodeOf(call.Arguments[0]) is { } node:
                _syncing[call] = node.LastChange; // What comes while it syncs is for the next one.
                break;
            case "close" when TracedText.File(call.Arguments[0]) is { } file:
                _open.Remove(file); // Its number is free before the call has ended.
                break;
            default:
                break;
        }
    }

    private void End(TracedCall call, IReadOnlyList<string> arguments)
    {
        switch (call.Name)
        {
            case "open" or "openat" or "creat":
                Open(call, arguments);
                break;
            case "write" or "writev" or "pwrite64" or "pwritev" or "pwritev2":
                Write(call, arguments);
                break;
            case "lseek" when FileOf(arguments[0]) is { } file:
                file.Position = call.Result!.Value;
                break;
            case "ftruncate" when NodeOf(arguments[0]) is DiskFile file:
                file.SetLength(Number(arguments[1]));
                break;
            case "fallocate" when NodeOf(arguments[0]) is DiskFile file:
                Allocate(file, arguments);
                break;
            case "fsync" or "fdatasync" when _syncing.Remove(call, out long change):
                NodeOf(arguments[0])?.Synced(change);
                break;
            case "close" or "fsync" or "fdatasync" or "lseek":
                break;
            default:
                Names(call.Name, arguments);
                break;
        }
    }

    private void Open(TracedCall call, IReadOnlyList<string> arguments)
    {
        int at = call.Name == "openat" ? 1 : 0;
        string flags = call.Name == "creat" ? "O_CREAT|O_TRUNC" : arguments[at + 1];
        (DiskFolder? folder, string name) = Locate(PathOf(arguments, at));
        DiskNode? node = folder is null ? _folder : folder.Find(name);
        if (node is null && flags.Contains("O_CREAT", StringComparison.Ordinal))
        {
            node = new DiskFile();
            folder!.Change(null, name, node);
        }
        else if (node is DiskFile { Length: > 0 } file && flags.Contains("O_TRUNC", StringComparison.Ordinal))
        {
            file.SetLength(0);
        }

        _open[(int)call.Result!.Value] = new OpenFile(
            node ?? throw Unknown(call), flags.Contains("O_APPEND", StringComparison.Ordinal));
    }

    private void Write(TracedCall call, IReadOnlyList<string> arguments)
    {
        if (FileOf(arguments[0]) is not { Node: DiskFile node } file)
        {
            return;
        }

        byte[] data = TracedText.Data(arguments[1])[..(int)call.Result!.Value];
        if (call.Name[0] == 'p')
        {
            node.Write(Number(arguments[3]), data);
            return;
        }

        long at = file.IsAppending ? node.Length : file.Position;
        node.Write(at, data);
        file.Position = at + data.Length;
    }

    private static void Allocate(DiskFile file, IReadOnlyList<string> arguments)
    {
        bool keeps = arguments[1].Contains("KEEP_SIZE", StringComparison.Ordinal);
        Assert.True(keeps || arguments[1] == "0", $"fallocate {arguments[1]}");
        long end = Number(arguments[2]) + Number(arguments[3]);
        if (!keeps && end > file.Length)
        {
            file.SetLength(end);
        }
    }

    private void Names(string name, IReadOnlyList<string> arguments)
    {
        switch (name)
        {
            case "unlink" or "rmdir":
                Remove(PathOf(arguments, 0));
                break;
            case "unlinkat":
                Remove(PathOf(arguments, 1));
                break;
            case "mkdir":
                Add(PathOf(arguments, 0), new DiskFolder());
                break;
            case "mkdirat":
                Add(PathOf(arguments, 1), new DiskFolder());
                break;
            case "rename":
                Rename(PathOf(arguments, 0), PathOf(arguments, 1));
                break;
            case "renameat" or "renameat2":
                Rename(PathOf(arguments, 1), PathOf(arguments, 3));
                break;
            case "link":
                Add(PathOf(arguments, 1), Require(PathOf(arguments, 0)));
                break;
            case "linkat":
                Add(PathOf(arguments, 3), Require(PathOf(arguments, 1)));
                break;
            default:
                throw new NotSupportedException($"The trace has {name}, which this disk does not know.");
        }
    }

    private void Rename(string from, string to)
    {
        DiskNode node = Require(from);
        ((DiskFolder? source, string oldName), (DiskFolder? target, string newName)) = (Locate(from), Locate(to));
        if (source == target)
        {
            source!.Change(oldName, newName, node);
            return;
        }

        target!.Change(null, newName, node);
        source!.Change(oldName, null, null);
    }

    private void Remove(string path)
    {
        (DiskFolder? folder, string name) = Locate(path);
        folder!.Change(name, null, null);
    }

    private void Add(string path, DiskNode node)
    {
        (DiskFolder? folder, string name) = Locate(path);
        folder!.Change(null, name, node);
    }

    private DiskNode Require(string path)
    {
        (DiskFolder? folder, string name) = Locate(path);
        return folder?.Find(name) ?? throw new InvalidDataException($"The trace names {path}, which is not there.");
    }

    /// <summary>The folder that a path lies in, and its name there; no folder for the root.</summary>
    private (DiskFolder? Folder, string Name) Locate(string path)
    {
        string[] names = path[_root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            return (null, "");
        }

        DiskFolder folder = _folder;
        foreach (string name in names[..^1])
        {
            folder = (DiskFolder)(folder.Find(name)
                ?? throw new InvalidDataException($"The trace names {path}, and {name} is not there."));
        }

        return (folder, names[^1]);
    }

    /// <summary>The path at an argument; where it is relative, the one before names the folder.</summary>
    private static string PathOf(IReadOnlyList<string> arguments, int at)
    {
        string path = TracedText.Path(arguments[at]);
        return Path.GetFullPath(
            path.StartsWith('/') ? path : Path.Combine(TracedText.PathOfFile(arguments[at - 1])!, path));
    }

    private OpenFile? FileOf(string argument) =>
        TracedText.File(argument) is { } file ? _open.GetValueOrDefault(file) : null;

    private DiskNode? NodeOf(string argument) => FileOf(argument)?.Node;

    private static long Number(string argument) => long.Parse(argument, CultureInfo.InvariantCulture);

    private static InvalidDataException Unknown(TracedCall call) =>
        new($"The trace opens what is not there: {string.Join(", ", call.Arguments)}");

    private sealed class OpenFile(DiskNode node, bool isAppending)
    {
        public DiskNode Node { get; } = node;

        public bool IsAppending { get; } = isAppending;

        public long Position { get; set; }
    }
}
