using System.Diagnostics;
using System.Globalization;

namespace Kappa.Tests;

/// <summary>
/// A small disk in memory, mounted on a directory; a write that does not fit is short before it fails.
/// </summary>
internal sealed class TmpfsMount : IDisposable
{
    private readonly string _path;

    public TmpfsMount(string path, int kilobytes)
    {
        _path = path;
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k"), "kappa",
            path);
    }

    /// <summary>Gives room, as somebody who has cleared the disk.</summary>
    public void Grow() => Run("mount", "-o", "remount,size=64m", _path);

    public void Dispose() => Run("umount", _path);

    private static void Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }
}
