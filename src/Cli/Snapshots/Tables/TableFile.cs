namespace Kappa.Cli;

/// <summary>
/// Writes a table to a file or to standard output, once it is whole: it is made in a scratch file, so that what is
/// refused leaves nothing behind, and Parquet, which is not written from start to end, can go into a pipe.
/// </summary>
internal static class TableFile
{
    /// <param name="context">Standard output.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="write">Writes the table.</param>
    /// <exception cref="KappaException">KAP7109: the file cannot be written.</exception>
    public static async Task WriteAsync(CliContext context, string? path, Func<FileStream, Task> write)
    {
        string scratch = Directory.CreateTempSubdirectory("kappa-snapshot-").FullName;
        try
        {
            await using var file = new FileStream(
                Path.Combine(scratch, "table"), FileMode.CreateNew, FileAccess.ReadWrite);
            await write(file);
            file.Position = 0;
            await using Stream output = path is null ? context.OpenOutput() : File.Create(path);
            await file.CopyToAsync(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.NoAccess(path ?? "standard output", error);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
