using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Everything that an instance owns: its topics by their prefix, its group and its state by their names. Nothing else.
/// </summary>
internal static class InstanceData
{
    public static void Delete(ILog log, EngineSettings settings, string instance)
    {
        DeleteFromLog(log, instance);
        DeleteState(settings, instance);
    }

    public static void DeleteFromLog(ILog log, string instance)
    {
        string prefix = $"{instance}.";
        foreach (TopicDescription topic in log.Topics)
        {
            if (topic.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                log.Admin.DeleteTopic(topic.Name);
            }
        }

        // With members it is somebody else's: an instance never joins, it only notes its offsets for the log's tools.
        if (log.Groups.Find(instance) is { Members: 0 })
        {
            log.Groups.Delete(instance);
        }
    }

    public static void DeleteState(EngineSettings settings, string instance)
    {
        if (settings.State is null)
        {
            return;
        }

        string directory = Path.Combine(settings.State.Directory, instance);
        if (settings.Seams.Files.DirectoryExists(directory))
        {
            settings.Seams.Files.DeleteDirectory(directory);
        }
    }
}
