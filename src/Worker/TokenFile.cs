using System.Text;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>The file in the user's home that lets commands find the token of the worker at an address.</summary>
internal sealed class TokenFile : IDisposable
{
    private readonly string _path;

    private TokenFile(string path) => _path = path;

    /// <summary>Writes the token, readable by this user alone. Without a home directory nothing is written.</summary>
    public static TokenFile? Write(ListenAddress address, string token, Action<string>? notice)
    {
        if (PathOf(address) is not { } path)
        {
            return null;
        }

        try
        {
            CreateOwnDirectory(Path.GetDirectoryName(path)!);
            string temporary = $"{path}.{Environment.ProcessId}";
            File.Delete(temporary);
            using (IFile file = DiskFileSystem.Instance.Open(temporary, FileModes.Secret))
            {
                file.Write(Encoding.ASCII.GetBytes(token), 0);
            }

            File.Move(temporary, path, overwrite: true);
            return new TokenFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or KappaException)
        {
            notice?.Invoke($"The token could not be left in {path}: {error.Message} Commands need --dir to find " +
                "this worker.");
            return null;
        }
    }

    /// <summary>Reads the token of the worker at an address; null where there is none.</summary>
    public static string? Read(ListenAddress address)
    {
        try
        {
            return PathOf(address) is { } path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It only held a token that is worthless from now on.
        }
    }

    private static void CreateOwnDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string? PathOf(ListenAddress address)
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (home.Length == 0)
            {
                return null;
            }

            state = Path.Combine(home, ".local", "state");
        }

        string name = OperatingSystem.IsWindows() ? address.ToString().Replace(':', '_') : address.ToString();
        return Path.Combine(state, "kappa", name);
    }
}
