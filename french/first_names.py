"""First names usual in France, in lower case without accents: what tells a person’s name from other words."""

from __future__ import annotations

LIST = """
    abdel abdelkader abdellah adam adele adeline adrien agathe agnes ahmed aicha aime alain alban albane albert
    alex alexandra alexandre alexis ali alice alicia aline alix allan amandine amelie amina amine anais andre
    andrea ange angele angelique anita anna anne annick annie anouk anthony antoine antonin antony arlette
    armand armelle arnaud arthur astrid aude audrey augustin aurelie aurelien aurore axel aymeric aziz baptiste
    barbara bastien beatrice benedicte benjamin benoit bernadette bernard berthe bertrand blaise blanche boris
    brahim brice brigitte bruno camille candice capucine carine carla carole caroline cassandra catherine cathy
    cecile cedric celestin celia celine chantal charlene charles charline charlotte chloe christel christele
    christelle christian christiane christine christophe claire clara clarisse claude claudette claudia claudine
    clea clelia clemence clement clementine clotilde colette colin coline constance coralie corentin corinne
    cyril cyrille damien daniel daniele danielle danny david deborah delphine denis denise diane didier dimitri
    dominique donovan dorian dorothee dylan eddy edith edgar edmond edouard eleonore elena eliane elias elie
    eliot elisa elisabeth elise ella elodie eloise elsa emeline emeric emile emilie emilien emma emmanuel
    emmanuelle enzo eric erica erwan estelle esther ethan etienne eugene eugenie eva evelyne fabien fabienne
    fabrice fanny farid fatiha fatima felicie felix ferdinand fernand fernande flavie flavien fleur flora
    florence florent florentin florian floriane francine francis franck francois francoise frank fred frederic
    frederique gabin gabriel gabriella gabrielle gael gaelle gaetan gaston gautier genevieve geoffrey georges
    georgette gerald geraldine gerard germain germaine ghislain ghislaine gilbert gilberte gilles ginette
    giselle gladys gregoire gregory guillaume gustave guy gwenaelle habib hakim hamid hassan hector helene henri
    henriette herve hortense hubert hugo hugues huguette ibrahim ida ines irene iris isabelle ismael jack jackie
    jacky jacqueline jacques jade jamel jean jeanne jeannine jennifer jeremie jeremy jerome jessica jimmy
    joachim joanna jocelyn jocelyne joel joelle johan johanna johann jonathan jordan joris joseph josephine
    josette josiane joyce judith jules julia julian julie julien juliette justin justine karim karima karine
    kathy katia kelly kenza kevin khadija khaled laetitia laura laure laurence laurent laurie laurine lea leila
    lena leo leon leonard leonie leopold leslie lilian liliane lily lina linda line lionel lisa lise loic lola
    lorraine louane louis louisa louise luc lucas lucette lucie lucien lucienne lucile lucille ludivine ludovic
    lydia lydie lydien madeleine mael maelle maeva magali mahmoud malika malo manon manuel marc marceau marcel
    marcelle margaux margot marguerite maria mariam marianne marie marielle marina marine marion marius marjorie
    marlene martial martin martine mateo mathieu mathilde mathis matthias matthieu maud maurice maxence maxime
    maxine mehdi melanie melina melissa mia michael michel michele micheline mickael miguel mireille mohamed
    mohammed monique morgan morgane mourad muriel murielle mustapha myriam nabil nadege nadia nadine nael
    nathalie nathan nawel nelly nicolas nicole nina nino noa noah noe noel noelle noemie nora norbert norman
    oceane odette odile olga olivia olivier omar ophelie oscar pascal pascale patrice patricia patrick paul
    paula paule paulette pauline pedro perrine philippe pierre pierrette priscilla quentin rachel rachid raoul
    raphael raphaelle raymond raymonde rebecca regine regis rejane remi remy renaud rene renee richard rita
    robert robin rodolphe rodrigue roger roland rolande romain romane romeo romuald rosalie rose roxane rudy
    sabine sabrina sacha said salim salome samantha samia samir samuel sandra sandrine sara sarah sebastien
    serge severine sherine sidonie simon simone sofia sofiane solange solene soline sonia sophie stanislas
    stella stephane stephanie steve steven suzanne sylvain sylvaine sylvette sylviane sylvie tania tanguy teddy
    thais theo theodore therese thibault thibaut thierry thomas tiffany timothee titouan tom tony tristan ugo
    ulysse urbain valentin valentine valerie vanessa veronique victoire victor victoria vincent violette
    virginie vivien viviane wendy wilfried william xavier yacine yael yann yannick yasmina yasmine yohan yohann
    yolande youcef youssef yvan yves yvette yvon yvonne zachary zineb zoe
"""
FIRST_NAMES = frozenset(LIST.split())
