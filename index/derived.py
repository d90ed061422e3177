"""Impacts made anew from stored sections, where a generation has no files of them that this program can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from index.analysis.channels import CHANNELS, Channel
from index.documents import Section
from index.gathering import found_terms
from index.impacts import ChannelImpacts, write_impacts
from index.postings import gather


def derive_impacts(sections: Iterable[Section]) -> Mapping[Channel, ChannelImpacts]:
    """Give the impacts of sections, just as a build writes them: it takes as long as their analysis.

    Their files stand in a private folder that is removed at once: they live on in memory.
    """
    found = [found_terms(section) for section in sections]
    with TemporaryDirectory(prefix="helpwidget-") as folder:
        for channel in CHANNELS:
            terms = [each[channel] for each in found]
            postings = gather([one.frequencies for one in terms], [one.cells for one in terms])
            write_impacts(Path(folder), channel, postings, len(found))
        return {channel: ChannelImpacts(Path(folder), channel) for channel in CHANNELS}
