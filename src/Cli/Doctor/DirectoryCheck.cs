using Kappa.Logs;

namespace Kappa.Cli;

/// <summary>Whether a worker could have the data directory, or one has it.</summary>
internal static class DirectoryCheck
{
    private const string Name = "directory";

    public static Finding Look(string directory)
    {
        if (File.Exists(directory))
        {
            return Finding.Wrong(Name, $"{directory} is a file.", "Name a directory by --dir.");
        }

        if (!Directory.Exists(directory))
        {
            return Finding.Good(Name, $"{directory} is not there yet; a worker creates it.");
        }

        if (DirectoryOwner.Find(directory) is { } owner)
        {
            return Finding.Good(
                Name, $"{directory}: process {owner.ProcessId} has it" +
                (owner.Address.Length > 0 ? $", and answers at {owner.Address}." : "."));
        }

        return IsWritable(directory)
            ? Finding.Good(Name, $"{directory}: nobody has it.")
            : Finding.Wrong(
                Name, $"{directory} cannot be written by user {Environment.UserName}.",
                $"chown -R {Environment.UserName} {directory}");
    }

    private static bool IsWritable(string directory)
    {
        string path = Path.Combine(directory, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(path, "");
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
