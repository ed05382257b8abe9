using Telemetry.Semantics.Planning;
using Telemetry.Semantics.Plans;
using Telemetry.Semantics.Tests.Samples;

namespace Telemetry.Semantics.Tests.Planning;

/// <summary>Several ways to say one thing are one plan, up to the words that a period is shown by.</summary>
public sealed class ParaphraseTests(Planners planners) : IClassFixture<Planners>
{
    [Theory]
    [InlineData("errors today between 9 and 11 am vs yesterday between 9 and 11 am", "errors between 9 and 11 am: today vs yesterday", "errors today vs yesterday between 9 and 11 am")]
    [InlineData("share of viewers with errors today", "what percentage of viewers had at least one error today")]
    [InlineData("standard deviation of bandwidth on tv", "std dev of bandwidth on tv")]
    [InlineData("hours yesterday with more than 3 viewers", "which hours yesterday saw more than 3 viewers")]
    [InlineData("retention by genre", "how does retention differ between genres")]
    [InlineData("top 2 isps in Japan by 4K sessions", "the two isps in Japan with the most 4K sessions")]
    [InlineData("average watch duration in Japan vs Germany", "who watches longer, people in Japan or in Germany")]
    [InlineData("error rate today", "err rate today", "rate of errors today")]
    [InlineData("average bandwidth by device", "avg bw by device", "mean throughput per dev")]
    [InlineData("viewers by device without tablets", "viewers by device, tablets excluded", "viewers by device leaving tablets out", "viewers by device with tablets left out", "viewers by device excl tablets")]
    [InlineData("viewers this week vs last week", "viewers compared to last week", "how did viewers change compared to last week", "viewers vs the previous week")]
    [InlineData("error rate today vs yesterday", "error rate change vs yesterday", "has the error rate changed against yesterday")]
    [InlineData("stalls on tv this month vs last month", "have stalls on tv gone up relative to last month")]
    [InlineData("viewers this week vs last week", "viewers this week over last", "viewers this week compared to the previous one")]
    [InlineData("p95 join time", "95th percentile of join time", "ninety-fifth percentile join time", "percentile 95 of the join time")]
    [InlineData("errors last 36 hours", "errors in the last thirty-six hours", "errors over the past 36h")]
    [InlineData("viewers on TV and web", "viewers on TV + web")]
    [InlineData("viewers with errors today", "users that had errors today", "how many people had errors today", "how many users saw failures today")]
    [InlineData("completion rate for movies longer than 20 minutes", "completion rate for content longer than 20 minutes", "completion rate of long movies over 20 minutes")]
    [InlineData("average watch duration tv vs mobile", "do TVs or phones have longer sessions?", "which has the longer sessions, TV or mobile?")]
    [InlineData("retention rate", "what percentage of a video do people watch", "how much of a title is watched on average")]
    [InlineData("startup time", "how long does it take until a stream starts", "how long before playback starts")]
    [InlineData("watch time in Japan", "how much content, in hours, was streamed by viewers in Japan", "hours played in Japan")]
    [InlineData("country with the most watch time", "which country streams the most hours?", "which country watches the most hours?")]
    [InlineData("average watch duration in Japan", "how long does a session in Japan last", "how long do sessions last on average in Japan")]
    [InlineData("average watch duration on tv vs mobile", "which lasts longer, a session on TV or on mobile?", "is the average session length greater on TV or on mobile?")]
    [InlineData("how long were sessions last week", "how long did sessions last last week")]
    [InlineData("average bandwidth in Buffalo vs Munich", "put the average bandwidth of Buffalo beside that of Munich")]
    [InlineData("error rate not on tv", "error rate on any device but TV", "error rate on all devices but TV", "error rate if we do not count TV", "error rate where device_type != 'tv'")]
    [InlineData("sessions by quality today", "count distinct sessions group by quality where date = today")]
    [InlineData("top 2 isps by buffering rate", "isp order by buffering rate desc limit 2")]
    [InlineData("p95 startup time on tv", "percentile 95 of startup_time_ms where device_type = 'tv'")]
    [InlineData("which day had the most errors", "which date had the most errors")]
    [InlineData("stalls per session today", "how many stalls did a session have on average today")]
    [InlineData("watch time per viewer by country", "how many hours did each country watch per viewer?")]
    [InlineData("watch time on RedFiber", "hours watched on the RedFiber network")]
    [InlineData("top 3 isps by errors", "the 3 ISPs that produced the most errors", "which 3 ISPs gave us the most errors")]
    [InlineData("startup time by cdn", "how fast does playback start, CDN by CDN?")]
    [InlineData("buffering rate today", "how many times does a session stall on average today")]
    [InlineData("watch time per viewer by country", "how many hours did each viewer watch on average, country by country?")]
    [InlineData("completion rate on tv vs web", "who finishes more often, TV users or web users?")]
    [InlineData("country with the lowest completion rate", "which country finishes least often?")]
    [InlineData("which takes the longest to start, TV or web?", "TV or web: which takes the longest to start?")]
    [InlineData("viewers this week vs the same period last week", "viewers this week up to now, and the same stretch of last week")]
    [InlineData("sessions in Japan vs Germany", "sessions in Japan and Germany, each")]
    [InlineData("stalls on tv vs the rest", "stalls on TV against all other devices", "stalls: TV next to the rest of the devices", "compare the stalls of TV with everything else")]
    [InlineData("errors outside Japan", "errors in countries other than Japan")]
    [InlineData("days with fewer than 100 viewers", "which days stayed below 100 viewers")]
    [InlineData("events per session by quality, quality SD, HD and 4K", "events per session in SD, HD and 4K")]
    [InlineData("top 3 error codes", "the three most frequent error codes", "3 most common error codes")]
    [InlineData("stalls per viewer today", "how many stalls does the average viewer see today")]
    [InlineData("watch time per viewer", "how many hours does the average viewer watch")]
    [InlineData("sessions by city in Japan", "sessions in each Japanese city", "sessions per Japanese city")]
    [InlineData("top 3 cities by stalls per session", "which 3 cities buffer the most, by stalls per session")]
    [InlineData("fastest 2 isps by startup time", "which 2 ISPs start fastest?")]
    [InlineData("p50, p90 and p99 of startup time", "startup time percentiles p50, p90, p99")]
    [InlineData("the 10th percentile of bandwidth", "p10 bandwidth")]
    [InlineData("error codes sorted by errors", "error codes ranked by frequency")]
    [InlineData("errors today compared with the same hours of the same day last week", "errors so far today compared with the same day last week")]
    [InlineData("completion rate tv vs web", "completion rate: TV or web?")]
    [InlineData("stalls not on TV", "stalls, TV aside")]
    [InlineData("which hour had the most viewers yesterday", "when did we have the most viewers yesterday, by hour?")]
    [InlineData("watch time per viewer in Japan", "how many hours does the average Japanese viewer watch", "how many minutes does the average Japanese viewer watch")]
    [InlineData("error rate every hour yesterday", "error rate every hour yesterday, all CDNs together")]
    [InlineData("viewers by country this week between midnight and 5 am local time", "for each country, how many viewers were there this week between midnight and 5 am local time")]
    [InlineData("correlation of stalls and completion percentage", "how strongly do stalls go together with completion percentage")]
    [InlineData("share of sessions on RedFiber in Japan", "out of all sessions in Japan, what part ran on RedFiber, in per cent?")]
    [InlineData("viewers by country and quality", "viewers, with one row for every country and quality")]
    [InlineData("titles with at least 5 viewers", "titles with 5 viewers or more")]
    [InlineData("top 10 sessions by stalls today", "which sessions had the most stalls today")]
    [InlineData("errors from May 11 to May 15 by day", "errors, day after day, over the week of 11 to 15 May")]
    [InlineData("errors on May 16 vs May 17", "errors saturday the sixteenth versus sunday the seventeenth of May")]
    [InlineData("error rate today vs yesterday", "set today's error rate against yesterday's")]
    [InlineData("viewers by state in Japan today", "how many viewers does each state of Japan have today")]
    [InlineData("pauses per session on tv", "on tv, how many pauses are there per session?")]
    [InlineData("events by event type", "events by type", "event counts per kind")]
    public void They_are_one_plan(params string[] questions)
    {
        var plans = questions.Select(question => (Question: question, Plan: Plan(question))).ToList();
        Assert.All(plans, other => Assert.Equal(PlanJson.Write(plans[0].Plan), PlanJson.Write(other.Plan)));
    }

    // How a period was said is kept for the reading; it is no part of what is asked.
    private QueryPlan Plan(string question)
    {
        var planned = planners.Ask(question);
        Assert.True(planned.Kind == PlannedKind.Plan, $"{question}: {planned.Text}");
        var plan = planned.Plan!;
        return plan with { Time = plan.Time! with { Words = "" }, CompareWith = [.. plan.CompareWith.Select(period => period with { Words = "" })] };
    }
}
