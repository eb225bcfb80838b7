using Kappa.Logs;

namespace Kappa.Worker.Tests;

public sealed class TopicListTests
{
    [Fact]
    public void A_topic_that_is_deleted_while_topics_are_listed_does_not_fail_the_list()
    {
        using EmbeddedLog inner = EmbeddedLog.InMemory();
        inner.CreateTopic("stays", new TopicSettings());
        TopicDescription gone = inner.CreateTopic("goes", new TopicSettings());
        inner.DeleteTopic("goes");
        using var log = new StillLog(inner) { Gone = gone };

        TopicList list = TopicService.List(log);

        Assert.Equal(["stays"], list.Topics.Select(topic => topic.Name));
    }
}
