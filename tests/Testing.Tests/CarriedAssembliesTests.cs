using System.Reflection;

namespace Kappa.Testing.Tests;

/// <summary>Who tests a topology takes along what runs one, and no client of a cluster.</summary>
public sealed class CarriedAssembliesTests
{
    [Fact]
    public void A_test_driver_carries_no_client_of_Kafka()
    {
        string[] named = [.. Closure(typeof(TopologyTestDriver).Assembly).Order(StringComparer.Ordinal)];
        string[] files = [.. Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file))];

        Assert.Contains("Kappa.Log", named);
        Assert.DoesNotContain("Kappa.Kafka", named);
        Assert.DoesNotContain("Confluent.Kafka", named);
        Assert.Contains("Kappa.Log.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("kafka", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The names of all assemblies that an assembly names, and those that they name.</summary>
    private static HashSet<string> Closure(Assembly root)
    {
        HashSet<string> seen = [];
        var open = new Queue<Assembly>([root]);
        while (open.TryDequeue(out Assembly? assembly))
        {
            foreach (AssemblyName name in assembly.GetReferencedAssemblies().Where(name => seen.Add(name.Name!)))
            {
                open.Enqueue(Assembly.Load(name));
            }
        }

        return seen;
    }
}
