using System.Globalization;

namespace Kappa.StreamizHosting;

/// <summary>
/// Where a Streamiz that runs has its copy of the state: among the files for temporary use, under the process that made
/// it.
/// </summary>
/// <remarks>Nobody reads it again. What a killed process has left is deleted by the next one.</remarks>
internal sealed class StreamizDirectory : IDisposable
{
    private const string Prefix = "kappa-streamiz-";

    public StreamizDirectory()
    {
        DeleteLeft();
        Path = Directory.CreateTempSubdirectory(
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void DeleteLeft()
    {
        foreach (string left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            string process = System.IO.Path.GetFileName(left)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(process, CultureInfo.InvariantCulture, out int id)
                && Directory.Exists("/proc/self") && !Directory.Exists($"/proc/{id}"))
            {
                Delete(left);
            }
        }
    }

    private static void Delete(string left)
    {
        try
        {
            Directory.Delete(left, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process deletes it too, or it is another user's.
        }
    }
}
